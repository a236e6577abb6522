import type { Workspace } from '#shared/contract/requests.ts'
import { keystoreWords } from '#shared/domain/keystore-words.ts'
import type { ViewName } from '../../app/navigation.tsx'
import { Answered } from '../../host/answered.tsx'
import { useRequest } from '../../host/host.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'

type Keystore = Workspace['keystore']

const severities = { os: 'success', file: 'warning', unavailable: 'error' } as const

function KeystoreNotice({ keystore: { protection, backend } }: { keystore: Keystore }) {
  const { title, message } = keystoreWords[protection]
  return (
    <Notice severity={severities[protection]} title={title}>
      {message}
      {protection === 'os' && ` It is ${backend}.`}
    </Notice>
  )
}

/** Every key that can verify somebody, over all channels, and how well this machine keeps them. */
export function KeysOverview({ keystore, onNavigate }: { keystore: Keystore; onNavigate: (view: ViewName) => void }) {
  const list = useRequest('channels.list', {})
  return (
    <Section
      title="Keys"
      description="Where keys are kept, and which ones verify visitors now."
      actions={<Button onPress={() => onNavigate('channels')}>Go to channels</Button>}
    >
      <KeystoreNotice keystore={keystore} />
      <Answered request={list} lines={3}>
        {({ channels }) => {
          const rows = channels.flatMap((channel) =>
            channel.keys.filter((key) => key.state !== 'retired').map((key) => ({ ...key, channel: channel.name })),
          )
          return rows.length === 0 ? (
            <p className="settings-soft">No key is in use. Add a channel to bring one in.</p>
          ) : (
            <Table
              label="Keys in use"
              rows={rows}
              rowKey={(key) => key.id}
              columns={[
                { id: 'channel', label: 'Channel', cell: (key) => key.channel },
                { id: 'key', label: 'Key', width: '200px', cell: (key) => key.label },
                {
                  id: 'fingerprint',
                  label: 'Fingerprint',
                  width: '120px',
                  cell: (key) => <code>{key.fingerprint}</code>,
                },
                {
                  id: 'state',
                  label: 'State',
                  width: '130px',
                  cell: (key) =>
                    !key.available ? (
                      <Chip tone="danger">Cannot be opened</Chip>
                    ) : key.state === 'retiring' ? (
                      <Chip tone="warning">Ends soon</Chip>
                    ) : (
                      <Chip tone="good">Active</Chip>
                    ),
                },
                {
                  id: 'used',
                  label: 'Last used',
                  width: '110px',
                  cell: (key) => (key.lastUsedAt === null ? 'never' : <Time at={key.lastUsedAt} />),
                },
              ]}
            />
          )
        }}
      </Answered>
    </Section>
  )
}
