/**
 * The calls of the four vendors' documents, letter by letter, and the filling in of their sample values. A
 * value that is not found in the document's text is an error here, so the demo cannot drift from the documents.
 */
export const documentSnippets = {
  yourgpt:
    '$yourgptChatbot.set("contact:data", { email: "<valid email>", phone: "<valid phone number>", ' +
    'name: "<user name>", ext_user_id: "<unique user id>", user_hash: hmac});',
  fernandUnsigned: `Fernand('set', {
    user: {
        name: 'Richard',
        email: 'richard@piedpiper.com'
    }
})`,
  fernandSigned: `Fernand('set', {
    user: {
        name: 'Richard',
        email: 'richard@piedpiper.com',
        hash: 'fc3cf30c76a8b5c1c875b79c53a36bd8e2d653a1ec00c11fff538583ef759244'
    }
})`,
  paviorSigned: `Pavior('init', {
  'teamVanityId': 'YOUR_TEAM_ID',
  'doChat': true,
  'doTimeTravel': true,
  'email': 'user@example.com',
  'hmac': 'ca4e0d714668828ecce7440675f0e520163747de2654cf74a53ca14b9db59832',
})`,
  paviorShared: `Pavior('init', {
  'teamVanityId': 'YOUR_TEAM_ID',
  'doChat': true,
  'doTimeTravel': true,
  'shareAuth': 'auth.example.com',
})`,
  talkative: `TalkativeEngageApi.startChat({signedInteractionData: 'signed-data-here'})`,
} as const

/** A piece of a document's snippet, and what the page puts there. */
export type Filling = readonly [documentText: string, pageText: string]

/**
 * Puts a page's values where the document shows its samples.
 * @throws RangeError when a sample stands in the snippet not exactly once
 */
export function fillSnippet(snippet: string, fillings: readonly Filling[]): string {
  let filled = snippet
  for (const [documentText, pageText] of fillings) {
    if (filled.split(documentText).length !== 2) {
      throw new RangeError(`The snippet does not hold "${documentText}" exactly once`)
    }
    filled = filled.replace(documentText, () => pageText)
  }
  return filled
}

/** A JavaScript string literal that is also safe inside a `<script>` element. */
export function scriptText(value: string): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}
