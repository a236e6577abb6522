/** Two hundred names and e-mails as honest people have them, each of another person. Own work. */
const names = `
Anna Meyer|José García|María José Fernández|João Pereira|Søren Ångström|Zoë Brontë|Renée O’Connor|Siobhán Ní Dhomhnaill
François Lefèvre|Jürgen Müller|Björk Guðmundsdóttir|Łukasz Wiśniewski|Žofie Nováková|Ștefan Ionescu|Đorđe Petrović
Nguyễn Thị Minh Khai|Trần Văn Hưng|İbrahim Yılmaz|Ayşe Çelik|Øystein Bråten|Þórunn Jónsdóttir|Äijö Mäkinen|Ērika Bērziņa
Ona Žukauskaitė|Ġorġ Borg|Gréta Kovács|Özgür Şahin|Émile Zola|D’Artagnan Dupont|Jean-Luc Picard|Mary-Kate Smith
Dr. Robert Jones Jr.|Conor McGregor|Sean MacDonald|Ian O'Neill|Lili Illés|Bill Gill|Ali Allil|William Hill|Emma Hamm
Иван Петров|Ольга Смирнова|Анна Каренина|Владимир Иванович|Ярослав Мудрий|Олена Шевченко|Ђорђе Балашевић|Георги Димитров
Дмитрий Донской|Ёлка Ёжикова|Ұлан Батыр|Сергей Есенин|Елена Ваенга|Тарас Бульба|Николай Гоголь|Марина Цветаева
Ελένη Παπαδοπούλου|Γιώργος Σεφέρης|Μαρία Κάλλας|Νίκος Καζαντζάκης|Άννα Βίσση|Σωκράτης|Αθηνά Ωνάση|Δημήτρης
Արամ Խաչատրյան|Անահիտ Սարգսյան|Տիգրան Պետրոսյան|ნინო ბურჯანაძე|გიორგი მარგველაშვილი|ანა კალანდაძე
سارة العتيبي|محمد بن سلمان|أحمد زويل|فاطمة الزهراء|علی رضایی|زهرا کریمی|نور الہی|عمران خان
מיכל לוי|דוד בן גוריון|שרה כהן|יוסף עזרא|רחל המשוררת|אברהם אבינו
अमित शर्मा|प्रिया सिंह|राजेश खन्ना|सुनीता विलियम्स|আনিকা রহমান|রবীন্দ্রনাথ ঠাকুর|ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ|નરેન્દ્ર પટેલ
கமல் ஹாசன்|முத்துலட்சுமி|తెలుగు తల్లి|రామా రావు|ಕುವೆಂಪು|ഐശ്വര്യ നായർ|නිමල් පෙරේරා|สมชาย ใจดี|ສົມສັກ|အောင်ဆန်း
សុខ សុភា|བསྟན་འཛིན|አበበ ቢቂላ|ጥሩነሽ ዲባባ|山田太郎|佐藤花子|鈴木 一郎|たなか ゆき|カタオカ アイ|高橋メアリージュン
김철수|이영희|박 지성|최민수|王小明|李娜|张伟|陳美玲|歐陽鋒|林 志玲|ᠪᠠᠲᠤ|ܝܘܣܦ
Anna (Анна) Ivanova|Yuki 由紀 Tanaka|김 Daniel|王 David|Nadia (نادية)|Miriam מרים|Tomás & Eva|Chloé 🎈|Mike 👩‍💻|Renato 2nd
Ximena Ñandú|Wil van der Meer|Ilia Ilin|Illya Kuryakin|Lily Lu|Kirk O. Douglas|X Æ A-12|Team R&D|B2B Sales|3M Support
Oluwaseun Adébáyò|Ngozi Ọkọnjọ|Thabo Mbeki|Nomvula !Xóõ|Kealoha Kaʻiulani|Tāne Māhuta|Sequoyah ᏍᏏᏉᏯ|ⵎⴰⵙⵉⵏⵙⴰ|ߛߎߟߋߦߡߊߣ
Aarón Peña|Agnès Varda|Günther Grass|Ingeborg Bachmann|Pavel Čech|Jiří Menzel|Ľudovít Štúr|Miloš Forman|Nadežda Petrović
Maurício Gonçalves|Ségolène Royal|Inês Conceição|Håkon Ødegård|Väinö Linna|Māris Štrombergs|Mindaugas Šalčius
`
const emails = `
anna.meyer@example.com|anna.maier@example.com|anne.meyer@example.com|annameyer82@example.com|a.meyer@example.org
jose.garcia@example.es|o.connor@example.ie|sales@example.com|support@example.net|billing@example.co.uk|no-reply@example.com
user10@example.com|user11@example.com|user20@example.com|user12@example.com|team_blue@example.com|team-red@example.com
müller@example.de|почта@пример.рф|δοκιμή@παράδειγμα.gr|用户@例子.中国|ユーザー@例え.jp|संपर्क@उदाहरण.भारत|anna@пример.рф|josé@example.es
bob@xn--mnchen-3ya.de|kim@xn--fsqu00a.cn|info@sub.mail.example.com|x@example.io|first.last+tag@example.info|o'brien@example.com
`

function listed(text: string): string[] {
  return text.trim().split(/[|\n]/)
}

export const honestValues: readonly (readonly [field: string, value: string])[] = [
  ...listed(names).map((name) => ['name', name] as const),
  ...listed(emails).map((email) => ['email', email] as const),
]
