import type { Sensitivity } from '#shared/domain/reply.ts'
import type { Tone } from '../../ui/chip.tsx'
import type { IconName } from '../../ui/icon.tsx'

/** How each sensitivity is named and drawn, and what a template of it needs. */
export const sensitivityWords: Record<Sensitivity, { title: string; needs: string; tone: Tone; icon: IconName }> = {
  public: { title: 'Public', needs: 'Can be sent to anybody, verified or not.', tone: 'slate', icon: 'unlock' },
  personal: { title: 'Personal', needs: 'Needs a verified visitor.', tone: 'warning', icon: 'lock' },
  restricted: {
    title: 'Restricted',
    needs: 'Needs a fresh proof (each channel says how fresh) and no serious flag left open.',
    tone: 'danger',
    icon: 'lock',
  },
}
