import type { ChannelPolicy, ChannelView } from '#shared/domain/channel.ts'
import { channelPolicies } from '#shared/domain/channel.ts'
import { Choice } from '../../ui/choice.tsx'
import { countWords, policyWords } from './scheme-words.ts'

function whatItCounts(policy: ChannelPolicy, counts: ChannelView['counts'], current: ChannelPolicy): string {
  const { messages, unverified, wouldRefuse, refused } = counts
  if (policy === 'observe')
    return messages === 0
      ? 'Good to begin with.'
      : `${countWords(unverified)} of ${countWords(messages)} messages were not verified.`
  if (policy === 'warn') return ''
  if (current === 'enforce') return `${countWords(refused)} refused so far.`
  return messages === 0
    ? 'Watch a few real messages first.'
    : `Would have refused ${countWords(wouldRefuse)} of ${countWords(messages)} messages so far.`
}

/** What happens to visitors who are not verified, each with what it would mean for the messages seen so far. */
export function PolicyChoice(props: {
  policy: ChannelPolicy
  counts: ChannelView['counts']
  onChange: (policy: ChannelPolicy) => void
  isDisabled?: boolean
  /** Where the question stands above as a heading. */
  hideLabel?: boolean
}) {
  return (
    <Choice
      label="What happens to a visitor who is not verified"
      hideLabel={props.hideLabel ?? false}
      value={props.policy}
      onChange={props.onChange}
      options={channelPolicies.map((policy) => ({
        id: policy,
        label: policyWords[policy].title,
        description: `${policyWords[policy].meaning} ${whatItCounts(policy, props.counts, props.policy)}`.trim(),
        isDisabled: props.isDisabled ?? false,
      }))}
    />
  )
}
