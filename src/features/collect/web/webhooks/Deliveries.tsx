import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import type { Delivery } from '../../webhooks/schema.ts'
import { webhookTexts } from './texts.ts'
import styles from './webhooks.module.css'

const isBad = ({ outcome }: Delivery): boolean => outcome === 'rejected' || outcome === 'unsigned'

/** What came last to a webhook, and what became of it. */
export function Deliveries({ deliveries }: { deliveries: readonly Delivery[] }) {
  const texts = useTexts(webhookTexts)
  const format = useFormat()
  if (deliveries.length === 0) return <p className={styles.hint}>{texts.none}</p>
  return (
    <div className={styles.deliveries}>
      <table aria-label={texts.deliveries}>
        <thead>
          <tr>
            <th scope="col">{texts.when}</th>
            <th scope="col">{texts.topic}</th>
            <th scope="col">{texts.outcome}</th>
            <th scope="col">{texts.events}</th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: deliveries have no name, and the list is only replaced
            <tr key={i}>
              <td>{format.dateTime(delivery.received)}</td>
              <td>{delivery.topic || '–'}</td>
              <td data-bad={isBad(delivery) || undefined}>
                {texts.outcomes[delivery.outcome]}
                {delivery.detail !== '' && <small>{delivery.detail}</small>}
              </td>
              <td>{format.number(delivery.events)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
