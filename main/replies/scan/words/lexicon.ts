import { lazily } from '#shared/lazily.ts'
import { type Signal, signal } from './signals.ts'

/** Words by what they say, in the languages of the desk's customers, small letters. German, Dutch and Scandinavian compounds are covered by `endings`. */
const lists: readonly (readonly [Signal, string])[] = [
  [
    signal.password,
    'password passwords pasword passwrod passwort paswort wachtword contrasenia passwd passphrase passphrases pwd pw mdp passwort passwörter kennwort losung zugangswort contraseña contraseñas senha wachtwoord wachtwoorden lösenord lösenordet adgangskode adgangskoden kodeord kodeordet passord passordet salasana salasanasi hasło hasła пароль пароля heslo hesla geslo lozinka parool slaptažodis parole jelszó jelszava parolă parola şifre şifreniz şifresi parolanız κωδικός',
  ],
  [signal.maybePassword, 'pass key clave chiave motdepasse pass-phrase login clau chave schlüssel sleutel clé'],
  [
    signal.codeName,
    'otp totp pin pins tan itan mtan smstan pushtan phototan puk passcode passcodes 2fa mfa pincode pinnen engangskode engångskod einmalcode einmalpasswort einmalkennwort sicherheitscode bestätigungscode verifizierungscode prüfcode freischaltcode aktivierungscode anmeldecode zugangscode entsperrcode abholcode türcode torcode verificatiecode bevestigingscode beveiligingscode inlogcode toegangscode activeringscode verifieringskod bekræftelseskode vahvistuskoodi säkerhetskod aktiveringskod sikkerhetskode kirjautumiskoodi digicode jednorazowe jednorazowy adgangskode adgangskoden',
  ],
  [
    signal.code,
    'code codes kod koden koder kode kody código códigos codice codici код кода kodi koodi kód kodunuz kodu codul digits ziffern chiffres cifras cijfers cyfry cifre',
  ],
  [
    signal.codeThatLetsIn,
    'verification verify verifying security confirmation confirm time onetime single login log sign signin access authentication authenticator auth activation reset unlock recovery backup factor 2fa two mfa sms otp pairing pickup collection delivery entry door release transfer temporary secret step guard app texted vérification sécurité validation connexion activation accès usage unique déverrouillage retrait verificación confirmación seguridad acceso activación uso único verifica conferma sicurezza accesso attivazione verificação confirmação segurança acesso ativação weryfikacyjny potwierdzający bezpieczeństwa dostępu jednorazowy aktywacyjny подтверждения смс доступа проверки doğrulama onay güvenlik ověřovací potvrzovací ellenőrző megerősítő epalithefsis επαλήθευσης σας verificare your ihr dein votre tu su tuo uw je twój din seu',
  ],
  [
    signal.codeOfThings,
    'review freeze style block page signing base change station short sum service fault tracking error lab course module dosage rate corporate student class genre sector material supplier vendor department cost budget project campaign affiliate naf guichet région postal zip post promo promotion promotional discount voucher coupon gift product item article area country region language currency airline airport colour color tax dress source status exit bar qr hs sort bank swift bic dialling dialing referral customer client booking reservation reference ref fault reason case morse customs tariff friend colour unicode vat commodity sku style fare iata icao invite referral model stop promo-code conduct behaviour npm git html css sample example erreur promotionnel réduction remise parrainage barres couleur pays produit agence banque source descuento error barras promocional producto país área reserva postcode fuente regalo sconto errore barre fiscale prodotto prenotazione cliente postale cap desconto erro produto rabatowy pocztowy błędu kreskowy produktu rabatt kortings fout barcode postleitzahl fehlercode gutscheincode aktionscode rabattcode promocode produktcode ländercode farbcode quellcode strichcode buchungscode referenzcode artikelcode kortingscode foutcode actiecode streepjescode productcode rabattkod felkod postnummer rabatkode fejlkode zipcode plz indeks почтовый ошибки скидки',
  ],
  [
    signal.reference,
    'kid kbo duns dunsnumber bankgiro plusgiro ocr ogm ico dic order orders invoice invoices ticket tickets parcel parcels tracking shipment package receipt flight train bus tram platform gate seat coach room table row page chapter step version build release firmware article item part model serial sku ean isbn issn gtin asin batch lot case claim policy contract tariff membership member student library registration meter reading job file booking reservation confirmation reference ref transaction trx payment charge mandate creditor vat tax company ticketnumber customer client user id uuid request trace error fault status line port postcode zip postal code-of area extension ext level season patch match lap points miles score article warranty voucher coupon discount promo gift loyalty routing aba bsb blz isin wkn duns eori container waybill customs declaration pallet listing auction bid lottery house street floor apartment suite gleis wagen platz zug flug linie zimmer tisch seite kapitel schritt bestellung bestellungen bestellnummer auftrag auftragsnummer rechnung rechnungsnummer rechnungsnr vorgang vorgangsnummer ticketnummer sendung sendungsnummer paket paketnummer kundennummer vertrag vertragsnummer vertragskonto zähler zählernummer zählerstand artikel artikelnummer seriennummer aktenzeichen steuernummer fehler fahrkarte filiale kunde referenz referenznummer mandat mandatsreferenz buchung buchungsnummer reservierung gutschein police mitgliedsnummer mitglied commande facture colis suivi dossier contrat article référence réservation billet vol train voie quai place siège siret siren tva client erreur étape chambre série pedido factura paquete seguimiento contrato artículo referencia reserva billete vuelo tren puerta asiento nif cif cliente error paso habitación serie expediente bestelling bestelnummer factuur factuurnummer pakket zending klantnummer contract artikel referentie boeking vlucht trein spoor stoel kvk btw fout kamer dossier ordine fattura pacco spedizione contratto articolo riferimento prenotazione volo treno binario posto carrozza iva piva errore encomenda fatura pacote contrato artigo voo comboio lugar zamówienie zamówienia faktura faktury paczka przesyłka umowa artykuł lot pociąg miejsce nip regon błąd ordrenummer ordernummer orden ordren tilaus faktura org kvittering cvr заказ заказа счёт рейс version patent application permit licence license plate docket incident ticketid tagged tag upc contador contatore lettura leitura lectura meterstand odczyt zählpunkt anläggnings rma return returns shipment deposit bag tag luggage',
  ],
  [
    signal.enter,
    'pop stick plug enter entering type typing use key punch input put insert submit tap fill write try read eingeben geben gib tippen nutzen verwenden benutzen nehmen saisissez saisir entrez tapez utilisez composez introduzca introduce ingrese escriba utilice teclee use digite vul typ voer gebruik toets inserisca inserisci digiti digita usi insira wpisz podaj wprowadź użyj ange skriv indtast tast syötä kirjoita введите girin',
  ],
  [
    signal.letsIn,
    'login log signin sign confirm confirming verify verifying authenticate authorise authorize approve unlock validate activate prove identity anmelden einloggen bestätigen verifizieren freischalten entsperren freigeben überweisung transfer transaction prompted prompt asks asked asking connecter confirmer valider vérifier connexion confirmar iniciar sesión verificar validar acceder entrar bevestigen inloggen verifiëren accedere confermare verificare zalogować potwierdzić logga bekräfta logge bekræfte bekrefte vahvista bevestig bestätige bestätigen confirme confirma conferma potwierdź bekræft bekreft valide verifica',
  ],
  [
    signal.lock,
    'building apartment flat office garden house hall lobby elevator lift storage shed pool gym studio immeuble appartement bâtiment wohnung haus gebäude edificio portale prédio bramy lockbox keybox box door doors gate gates safe vault locker lockers alarm garage entrance keypad barrier intercom tür haustür tor tresor schlüsselkasten schlüsseltresor schlüsselsafe alarmanlage schließfach packstation coffre porte portail boîte puerta portal caja alarma deur poort kluis sleutelkluis porta cassetta cofre drzwi brama dörr',
  ],
  [
    signal.phone,
    'phone phones telephone tel mobile mobil cell cellphone landline fax whatsapp handset handy handynummer mobilnummer telefon telefonnummer rufnummer rückrufnummer festnetz festnetznummer durchwahl nummer-unter téléphone portable fixe mobile numéro-de teléfono móvil celular fijo telefoon telefoonnummer mobiel mobieltje gsm vast cellulare telefono telefonino fisso telefone telemóvel celular telefonu komórka komórkowy telefonnummer mobilnummer mobilen mobiltelefon puhelin puhelinnumero tlf телефон номер numeri signal viber handphone extension direct',
  ],
  [
    signal.call,
    'call calls called calling ring rang dial text texted sms phoned reach reached reachable contact callback erreichen erreichbar erreicht anrufen ruft rufen rückruf anruf ruf appeler appelez appelle rappeler joignable joindre contacter llamar llame llámele llámenos llama llámela contactar bel bellen belt bereikbaar bereiken chiamare chiamate chiama chiami ligar ligue contactar zadzwoń dzwoń dzwonić ring ringer ringa ringe nås soita позвоните',
  ],
  [
    signal.key,
    'key keys token tokens secret apikey api bearer credential signature cookie session sessionid sid jwt schlüssel api-key zugriffsschlüssel zugriffstoken lizenzschlüssel sleutel clé clef jeton clave llave chiave chave klucz nyckel nøkle avain ключ токен kulcs licence license lizenz licencia licenza licentie',
  ],
  [
    signal.fingerprint,
    'commit commits hash-of sha sha1 sha256 sha512 md5 md5sum sha1sum sha256sum checksum checksums etag digest docker image fingerprint trace traceid correlation revision rev git tree blob prüfsumme somme contrôle uuid guid request build artifact',
  ],
  [
    signal.login,
    'login logins log signin sign credentials username user admin root account zugang zugangsdaten anmeldedaten logindaten benutzer benutzername benutzerdaten anmelden einloggen identifiant identifiants utilisateur compte connecter connectez usuario credenciales cuenta acceso gebruiker gebruikersnaam inloggegevens inloggen utente credenziali utilizador usuário credenciais użytkownik użytkownika dane użytkownik användare bruger bruker reset temporary temp initial unlock wifi wlan w-lan vpn ftp sftp ssh zip pdf zurückgesetzt réinitialisé restablecida',
  ],
  [
    signal.link,
    'is are was were be reads says shows being lautet lauten ist sind war wäre est sont sera était es son será fue era è sono sarà é são foi is zijn wordt luidt to jest są brzmi är blev er on je je jsou это to now nu jetzt nun temporarily currently simply just set reset changed been to',
  ],
  [
    signal.notThis,
    'not never no isn like such example examples eg instance nicht kein keine wie beispiel zb pas comme exemple jamais no como ejemplo nunca niet zoals voorbeeld nooit non esempio não nie jak avoid refused forbidden',
  ],
  [
    signal.unit,
    'eur euro euros usd gbp chf dollars dollar pounds pence cents cent percent prozent km m cm mm miles mile kg g mg lb oz l ml gb mb kb tb kbit mbit gbit mhz ghz hz kw kwh watt volt ah mah pcs pieces piece items item stück pièces piezas stuks characters character chars letters signs digits digit zeichen ziffern stellen stellig caractères chiffres caracteres cifras dígitos tekens cijfers caratteri znaków times seconds second secs minutes minute min mins hours hour days day weeks week months month years year sekunden sekunde minuten minute stunden stunde tage tag wochen monate jahre jahr uhr secondes minutes heures jours semaines mois ans segundos minutos horas días semanas meses años seconden uren dagen weken maanden jaren points punkte points users seats rows customers people orders spaces pages am pm ms px dpi xp reviews ratings votes copies tickets steps stars nights guests persons',
  ],
  [
    signal.number,
    'number numbers no nr num nummer nummern numéro numero número numer номер n numret nummeret numaranız #',
  ],
  [
    signal.time,
    'until till since within before after between expires expire expired valid by bis seit innerhalb gültig zwischen nach vor jusqu avant après valable entre hasta desde antes válido geldig tot sinds voor tussen fino entro valido até ważny at around about open opens closes from',
  ],
  [
    signal.card,
    'card cards visa mastercard amex maestro discover jcb diners cc creditcard creditcards karte karten kreditkarte kreditkartennummer kartennummer kartennr debitkarte girocard carte cartes cb bancaire tarjeta tarjetas kaart kaartnummer creditcardnummer carta carte cartão karta karty kartą kart kortet kort kortti kortnummer карта карты kartınız pan cvc cvv unionpay rupay',
  ],
  [
    signal.account,
    'iban account accounts konto kontonummer bankverbindung bankkonto compte rib cuenta rekening rekeningnummer conto conta rachunek rachunku konta kontot kontoen tili tilille účet účtu számla számlaszám cont банк refund refunds refunded payout payouts transfer bank erstattung überweisung lastschrift gutschrift virement remboursement prélèvement devolución transferencia abono overboeking terugbetaling bonifico rimborso accredito reembolso przelew zwrot utbetalning utbetaling udbetaling tilbagebetaling',
  ],
  [
    signal.backup,
    'backup recovery rescue emergency scratch wiederherstellungscode wiederherstellungscodes backupcode backupcodes notfallcode notfallcodes secours récupération respaldo recuperación herstel herstelcode herstelcodes recupero recuperação zapasowy återställning',
  ],
  [
    signal.person,
    'her his their him them she he driver courier neighbour neighbor guest owner husband wife partner son daughter mother father sister brother colleague manager landlord landlady seller buyer doctor nurse technician host tenant contact roommate flatmate housemate friend ex boss mum mom dad aunt uncle cousin agent broker tutor teacher coach lawyer accountant plumber electrician mechanic receptionist caretaker concierge cleaner carer babysitter supervisor trainer rider courier moglie marito figlio figlia mamma papà mère père fils fille madre padre hijo hija marido mujer moeder vader zoon dochter man vrouw żona mąż hausmeister verwalter makler freund freundin trainer ami amie propriétaire concierge gardien amigo amiga casero dueño portero gestor vriend vriendin huisbaas monteur makelaar amico amica proprietario tecnico proprietário técnico amigo sein seine ihr ihre fahrer nachbar nachbarin kollege kollegin frau herr mann sohn tochter vermieter verkäufer arzt son sa voisin voisine livreur chauffeur mari femme technicien monsieur madame su vecino conductor repartidor esposo esposa titular zijn haar buurman buurvrouw chauffeur bezorger klant kuriera kierowcy sąsiada cliente corriere vicino autista vizinho motorista naboen grannen',
  ],
  [signal.locked, 'wifi wlan wi fi wpa wpa2 wpa3 network netzwerk hotspot router réseau red netwerk rete rede archive'],
]

/** Ends of compound words, looked at where the whole word is not known. */
const endings: readonly (readonly [string, Signal])[] = [
  ['passwort', signal.password],
  ['passworts', signal.password],
  ['kennwort', signal.password],
  ['wachtwoord', signal.password],
  ['lösenord', signal.password],
  ['lösenordet', signal.password],
  ['adgangskode', signal.password],
  ['passord', signal.password],
  ['salasana', signal.password],
  ['password', signal.password],
  ['tan', signal.codeName],
  ['schlüssel', signal.key],
  ['schluessel', signal.key],
  ['sleutel', signal.key],
  ['token', signal.key],
  ['nummer', signal.reference],
  ['nr', signal.reference],
  ['numret', signal.reference],
  ['code', signal.codeOfThings],
  ['codes', signal.codeOfThings],
  ['kod', signal.codeOfThings],
  ['koden', signal.codeOfThings],
  ['kode', signal.codeOfThings],
  ['pin', signal.codeName],
  ['puk', signal.codeName],
]
const beforeTan = /^(?:sms|push|photo|foto|chip|app|i|m|e|q|online|banking|mobile)$/
const codesThatLetIn =
  /^(?:login|log|sicherheits|bestätigungs|verifizierungs|verifikations|prüf|freischalt|aktivierungs|anmelde|zugangs|zugriffs|entsperr|abhol|tür|haustür|tor|alarm|einmal|sms|tan|pin|auth|authentifizierungs|zwei|backup|notfall|wiederherstellungs|rettungs|verificatie|bevestigings|beveiligings|inlog|toegangs|activerings|activatie|ontgrendel|deur|herstel|verifierings|verifikations|bekräftelse|bekræftelses|bekreftelses|säkerhets|sikkerheds|sikkerhets|aktiverings|engangs|engångs|inloggnings|vahvistus|pass|access|security|verification|digi|türöffner|schließfach|safe|koppel|kopplungs|pairing|transfer|überweisungs|reset)$/
const codesOfThings =
  /^(?:fehler|gutschein|aktions|rabatt|promo|produkt|länder|landes|farb|quell|strich|bar|buchungs|referenz|artikel|kunden|kortings|fout|actie|streepjes|post|fel|rabat|fejl|zip|status|material|varu|vare|land|streck|strek|streg|kampanj|kampanje|tarif|zoll|bank|empfehlungs|gen|un|de|en|typ|ein|vor|geo|exit|opera|by|trans)$/
const phoneNumbersOf =
  /^(?:telefon|telefoon|handy|mobil|mobiltelefon|ruf|rückruf|festnetz|mobiel|gsm|fax|kontakt|notruf|durchwahl|privat|büro|whatsapp)$/

const known = lazily(() => {
  const bits = new Map<string, number>()
  for (const [bit, words] of lists) {
    for (const word of words.split(' ')) {
      for (const spelling of new Set([word, withoutAccents(word), withUmlautsSpelledOut(word)])) {
        bits.set(spelling, (bits.get(spelling) ?? 0) | bit)
      }
    }
  }
  return bits
})

/** Many leave accents out on a foreign keyboard. */
function withoutAccents(word: string): string {
  return word.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('ø', 'o')
}

function withUmlautsSpelledOut(word: string): string {
  return word.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss')
}

/** What a word says, as bits of `signal`; 0 for most words. @param word small letters */
export function signalsOf(word: string): number {
  const found = known().get(word)
  if (found !== undefined) return found
  if (/[0-9]$/.test(word)) return signalsOf(word.replace(/[0-9]+$/, ''))
  if (word.length < 5) return 0
  for (const [ending, bit] of endings) {
    if (!word.endsWith(ending)) continue
    const stem = word.slice(0, -ending.length)
    switch (bit) {
      case signal.codeOfThings:
        if (codesThatLetIn.test(stem)) return signal.codeName
        return codesOfThings.test(stem) ? signal.codeOfThings | signal.code : signal.code
      case signal.codeName:
        return beforeTan.test(stem) || /^(?:sms|karten|sim|banking|handy|kreditkarten|bank)$/.test(stem) ? bit : 0
      case signal.reference:
        return phoneNumbersOf.test(stem) ? signal.phone : bit
      default:
        return bit
    }
  }
  return scriptsWithoutSpaces(word)
}

function scriptsWithoutSpaces(word: string): number {
  if (!/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(word)) return 0
  if (/パスワード|密码|密碼|비밀번호/.test(word)) return signal.password
  if (/認証コード|確認コード|验证码|驗證碼|确认码|인증번호|暗証番号/.test(word)) return signal.codeName
  if (/電話|电话|手机|전화/.test(word)) return signal.phone
  return 0
}
