import { useEffect, useState } from 'react'
import type { ChannelId } from '#shared/domain/ids.ts'
import { useOperator } from '../../app/workspace.ts'
import { Answered } from '../../host/answered.tsx'
import { useRequest } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { AddChannel } from './add-channel.tsx'
import { ChannelDetail } from './channel-detail.tsx'
import { ChannelList } from './channel-list.tsx'
import './channels.css'
import './test-payload.css'
import './add-channel.css'

type Place = { at: 'list' } | { at: 'adding' } | { at: 'channel'; channelId: ChannelId }

/**
 * Channels: the list, one of them, or the way to a new one. Without any channel a supervisor starts adding one.
 * `channelId` is the one it begins with.
 */
export function ChannelsView({ channelId }: { channelId: ChannelId | null }) {
  const [place, setPlace] = useState<Place | null>(channelId === null ? null : { at: 'channel', channelId })
  const list = useRequest('channels.list', {})
  const operator = useOperator()
  const maySetUp = operator?.role === 'supervisor'
  const isFirst = maySetUp && list.data?.channels.length === 0
  useEffect(() => {
    // Kept as a place of its own: the list is no longer empty half way through the wizard.
    if (isFirst) setPlace((before) => before ?? { at: 'adding' })
  }, [isFirst])

  if (place?.at === 'adding') {
    return (
      <Page title="Connect a site" description="Six short steps. You need the vendor’s key at hand." width="reading">
        <AddChannel
          onDone={(channel) => setPlace({ at: 'channel', channelId: channel.id })}
          onCancel={() => setPlace({ at: 'list' })}
        />
      </Page>
    )
  }
  if (place?.at === 'channel') {
    const channel = list.data?.channels.find((one) => one.id === place.channelId)
    if (channel) return <ChannelDetail channel={channel} maySetUp={maySetUp} onBack={() => setPlace({ at: 'list' })} />
  }
  return (
    <Page
      title="Channels"
      description={
        maySetUp || operator === null
          ? 'Each channel is one site: whose chat it runs, which keys prove its visitors, and what happens to the rest.'
          : 'Each channel is one site. Supervisors set them up; you can look.'
      }
      actions={
        maySetUp && (
          <Button variant="primary" icon="plus" onPress={() => setPlace({ at: 'adding' })}>
            Add a channel
          </Button>
        )
      }
    >
      <Answered request={list}>
        {({ channels }) =>
          channels.length === 0 ? (
            <EmptyState icon="channel" title="No site is connected yet">
              {maySetUp
                ? 'Add a channel to let a site’s visitors chat with you.'
                : 'Ask a supervisor to add the first channel.'}
            </EmptyState>
          ) : (
            <ChannelList channels={channels} onOpen={(channel) => setPlace({ at: 'channel', channelId: channel.id })} />
          )
        }
      </Answered>
    </Page>
  )
}
