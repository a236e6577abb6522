import type { ChannelView } from '#shared/domain/channel.ts'
import { vendorOf } from '#shared/vendors/all.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Table } from '../../ui/table.tsx'
import { countWords, keysInWords, policyWords, verifiedShare } from './scheme-words.ts'

/** Every channel in one table; the name opens it. */
export function ChannelList({
  channels,
  onOpen,
}: {
  channels: readonly ChannelView[]
  onOpen: (channel: ChannelView) => void
}) {
  return (
    <Table
      label="Channels"
      rows={channels}
      rowKey={(channel) => channel.id}
      columns={[
        {
          id: 'name',
          label: 'Channel',
          cell: (channel) => (
            <div className="channels-name">
              <Button variant="link" onPress={() => onOpen(channel)}>
                {channel.name}
              </Button>
              <span className="channels-soft">
                {channel.origins[0]?.replace(/^https?:\/\//, '') ?? 'no origin yet'}
                {channel.origins.length > 1 && ` and ${channel.origins.length - 1} more`}
              </span>
            </div>
          ),
        },
        {
          id: 'vendor',
          label: 'Vendor',
          width: '110px',
          cell: (channel) => <span className="channels-whole">{vendorOf(channel.scheme).title}</span>,
        },
        {
          id: 'policy',
          label: 'Policy',
          width: '100px',
          cell: (channel) => <span className="channels-whole">{policyWords[channel.policy].title}</span>,
        },
        {
          id: 'keys',
          label: 'Keys',
          width: '150px',
          cell: (channel) => {
            const keys = keysInWords(channel.keys)
            return <Chip tone={keys.tone}>{keys.words}</Chip>
          },
        },
        {
          id: 'messages',
          label: 'Messages',
          align: 'end',
          width: '90px',
          cell: (channel) => countWords(channel.counts.messages),
        },
        {
          id: 'share',
          label: 'Verified',
          align: 'end',
          width: '80px',
          cell: (channel) => verifiedShare(channel.counts),
        },
        {
          id: 'refuse',
          label: 'Enforce would refuse',
          align: 'end',
          width: '150px',
          cell: (channel) =>
            channel.policy === 'enforce'
              ? `${countWords(channel.counts.refused)} refused`
              : countWords(channel.counts.wouldRefuse),
        },
      ]}
    />
  )
}
