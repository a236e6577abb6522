/** Customers of the demo shop. They exist nowhere else; every address is under example.com (RFC 2606). */
export interface Person {
  name: string
  email: string
  phone: string
  /** The shop's own number of the customer. */
  id: string
}

export const people = {
  mara: { name: 'Mara Lindqvist', email: 'mara@example.com', phone: '+46701740605', id: 'cust-1041' },
  tomas: { name: 'Tomás Ferreira', email: 'tomas.ferreira@example.com', phone: '+351912345678', id: 'cust-1042' },
  aiko: { name: 'Aiko Tanabe', email: 'aiko@example.com', phone: '+81355550142', id: 'cust-1043' },
  noor: { name: 'نور الهدى', email: 'noor@example.com', phone: '+201005550143', id: 'cust-1044' },
  jonas: { name: 'Jonas Weber', email: 'jonas.weber@example.com', phone: '+4930555014', id: 'cust-1045' },
  priya: { name: 'Priya Raman', email: 'priya@example.com', phone: '+912255550146', id: 'cust-1046' },
  leo: { name: 'Léo Marchand', email: 'leo@example.com', phone: '+33155550147', id: 'cust-1047' },
  ines: { name: 'Inês Duarte', email: 'ines@example.com', phone: '+351225550148', id: 'cust-1048' },
  sam: { name: 'Sam Okafor', email: 'sam@example.com', phone: '+442055550149', id: 'cust-1049' },
  hana: { name: 'Hana Novák', email: 'hana@example.com', phone: '+420225550150', id: 'cust-1050' },
  emil: { name: 'Emil Haugen', email: 'emil@example.com', phone: '+4721555151', id: 'cust-1051' },
  dana: { name: 'Dana Levi', email: 'dana@example.com', phone: '+97235550152', id: 'cust-1052' },
  petra: { name: 'Petra Kolářová', email: 'petra@example.com', phone: '+420225550153', id: 'cust-1053' },
  milan: { name: 'Milan Jović', email: 'milan@example.com', phone: '+38115550154', id: 'cust-1054' },
  ida: { name: 'Ida Berg', email: 'ida.berg@example.com', phone: '+46701740655', id: 'cust-1055' },
  /** Reads like Inês; the first letter e of the address is Cyrillic. */
  almostInes: { name: 'Inês Duarte', email: 'in\u0435s@example.com', phone: '+351225550148', id: 'cust-2048' },
  /** Someone who would like to look like a badge, and to run something. */
  mallory: {
    name: '✅ Verified\u202e <img src=x onerror="document.title=1"> </script><script>document.title=2</script>',
    email: `${'very-long-name-that-goes-on-'.repeat(8)}mallory@example.com`,
    phone: '+15555550199',
    id: 'cust-9999',
  },
} as const satisfies Record<string, Person>

export type PersonName = keyof typeof people
