import { expect, test } from '../support/desk.ts'

const earlier = 'My parcel has not come. Which address is it going to?'
const answer = 'It goes to Quay Road 4.'

test('a verified visitor finds the conversation in another browser; an impostor sees nothing of it', async ({
  desk,
  shop,
}) => {
  const first = await shop.visit('/fernand/signed-in')
  await first.write(earlier)
  await first.sent(earlier)
  await desk.openConversationWith(earlier)
  await desk.replyBox.fill(answer)
  await desk.send()
  await expect(first.message(answer)).toBeVisible()

  const elsewhere = await shop.visit('/fernand/signed-in')
  await expect(elsewhere.message(earlier)).toBeVisible()
  await expect(elsewhere.message(answer)).toBeVisible()

  for (const path of ['/fernand/unsigned', '/fernand/forged', '/fernand/other-case']) {
    const impostor = await shop.visit(path)
    await impostor.hears('verdict')
    await impostor.write(`Hello from ${path}`)
    await impostor.sent(`Hello from ${path}`)
    await expect(impostor.log).not.toContainText(earlier)
    await expect(impostor.log).not.toContainText(answer)
  }

  // And nothing reaches an impostor later: a reply to the proven visitor goes to the proven visitor.
  const impostor = await shop.visit('/fernand/unsigned')
  await impostor.hears('verdict')
  await desk.openConversation(await conversationOf(earlier))
  await desk.replyBox.fill('One more thing: ring twice.')
  await desk.send()
  await expect(elsewhere.message('ring twice')).toBeVisible()
  await expect(first.message('ring twice')).toBeVisible()
  await expect(impostor.log).not.toContainText('ring twice')

  async function conversationOf(text: string) {
    const { hits } = await desk.ask('conversation.search', { query: 'parcel', limit: 10 })
    const hit = hits.find(({ snippet }) => snippet.includes('parcel') && text.includes('parcel'))
    if (hit === undefined) throw new Error('The search did not find the conversation')
    return hit.conversationId
  }
})

test('the agent sees earlier conversations only while the visitor is verified', async ({ desk, shop }) => {
  const first = await shop.visit('/fernand/signed-in')
  await first.write(earlier)
  await first.sent(earlier)

  const impostor = await shop.visit('/fernand/unsigned')
  await impostor.write('It is me again.')
  await impostor.sent('It is me again.')
  await desk.openConversationWith('It is me again.')
  await expect(desk.identityPanel).toContainText(/history hidden|hidden/i)
  await expect(desk.identityPanel).not.toContainText(earlier)
})
