/** What a sentence about passwords goes on with, where a value might stand: "the password is wrong". Small letters. */
export const everydayWords: ReadonlySet<string> = new Set(
  `
a abgelaufen about above accepted again alltid already also alt altijd always an ancien and anders annat aqui
aquí asked at attached bad because being bekannt bekend belangrijk below between blank bloccata bloqueada
bloqueado bloqué bon both but caducada cambiada cambiata campo case case-sensitive champ changed characters
chiffré chosen compromised confidencial confidential confidentiel confirmed connu conocida correct correcta
corta court curta debole diferente different différent digits dimenticata diversa dobre done dort débil eight
empty encriptada encrypted enough enregistré entered erforderlich errada errado errata errónea expirada expired
expiré exposed faible falsch faux fel fertig field fine fixed for forgotten forkert fort forte fortroligt fout
fraca from geblokkeerd geheim geldig gesperrt gewijzigd geändert glömt goed gone good gültig handled hashed help
her here hetzelfde hidden hier hint his ici identical identique igual immer important importante incorrect
incorrecta incorrecto individual individuale individueel individuel inne invalid invalide inválida it ja juist
kein kennwort kept known konfidentiellt kort krypterat krävs kurz känt lang larga later leaked least leer
letters long longa longer lost lunga made managed mandatory maximum mine minimal minimum missing modifié
necessaria necessary necessária needed nein neu never new nicht nieprawidłowe nieuw nieważne no nodig non none
not nota now nowe nueva nuova obbligatoria oben obligatoire obligatoria obligatorio obligatoriskt obrigatória
ogiltigt ok okay old olvidada one-time ongeldig onjuist only optional or osobiste oublié oubliée oud our ours
password passwords passwort perdu personal personale personlig personligt personnel personnelle persoonlijk persönlich
pessoal pflicht pflichtfeld please pole policy possible poufne privada privat privata private privé protected
provisoire provisoria provvisoria prywatne périmé périmée qui ready refused rejected requerida requested
required requis reset richiesta richtig riservata rätt sache safe same saved sbagliata scaduta scaduto secret
secreta secure see segreta segura sempre sensible sent set settings short shorter shown sicher sicura siehe
siempre silne so something soon stare starkt step steps still stored strong stronger suffisant suficiente svagt
słabe temporal temporary that the their thema there these they this those tijdelijk tillfälligt today tomorrow
too toujours twelve tymczasowe typed uguale unique unknown unsinn unten until up-to-date updated used valid
valide vecchia veilig veld vencida vereist vergeten verkeerd verlopen verplicht verschlüsselt versleuteld
vertraulich vertrouwelijk vide vieja viktigt visible voir válida väärä véase ważne we weak weaker weg what when
where which who wichtig with without working wrong yes you your yours zapomniane zaszyfrowane zawsze zie
zmienione znane zurückgesetzt zwak złe ändrat ændret única
`
    .trim()
    .split(/\s+/),
)
