import type { Share } from '../../../kernel/figures.ts'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import type { PhaseFigures } from '../schema.ts'
import { ChangeText } from './ChangeText.tsx'
import { mapTexts } from './texts.ts'

/** The figures of a phase, every share with its interval. */
export function PhaseFacts({ figures, className }: { figures: PhaseFigures; className: string | undefined }) {
  const format = useFormat()
  const { river } = useTexts(mapTexts)
  const { people, compared, ofStart, onward, left, open, hoursOnward } = figures
  const shared = (share: Share) =>
    share.value === null ? (
      '–'
    ) : (
      <>
        {format.percent(share.value)} <em>({format.interval(share)})</em>
      </>
    )
  return (
    <dl className={className}>
      <dt>{river.people}</dt>
      <dd>
        {format.number(people)} <ChangeText now={people} before={compared} better="more" />
      </dd>
      {compared !== null && (
        <>
          <dt>{river.compared}</dt>
          <dd>{format.number(compared)}</dd>
        </>
      )}
      <dt>{river.ofStart}</dt>
      <dd>{shared(ofStart)}</dd>
      <dt>{river.goOn}</dt>
      <dd>{shared(onward)}</dd>
      <dt>{river.leaveHere}</dt>
      <dd>{shared(left)}</dd>
      <dt>{river.stillOpen}</dt>
      <dd>{format.number(open)}</dd>
      {hoursOnward && (
        <>
          <dt>{river.waiting}</dt>
          <dd>
            {format.duration(hoursOnward.median)}{' '}
            <em>
              ({format.duration(hoursOnward.low)} – {format.duration(hoursOnward.high)})
            </em>
          </dd>
        </>
      )}
    </dl>
  )
}
