import { z } from 'zod'
import type { Incoming, Said } from '../intake/schema.ts'
import type { Around, Read } from './schema.ts'
import { filled, incomingOf, Text, timeOf } from './values.ts'

const mailEvents = [
  'email_delivered',
  'email_opened',
  'email_clicked',
  'email_bounced',
  'email_unsubscribed',
  'email_complained',
] as const
type MailEvent = (typeof mailEvents)[number]

/** What providers call the same thing; what is missing here, such as that a mail waits to be sent, is no event. */
const words: Readonly<Record<string, MailEvent>> = {
  delivered: 'email_delivered',
  delivery: 'email_delivered',
  open: 'email_opened',
  opened: 'email_opened',
  unique_opened: 'email_opened',
  click: 'email_clicked',
  clicked: 'email_clicked',
  bounce: 'email_bounced',
  bounced: 'email_bounced',
  dropped: 'email_bounced',
  hard_bounce: 'email_bounced',
  invalid_email: 'email_bounced',
  blocked: 'email_bounced',
  permanent_failure: 'email_bounced',
  unsubscribe: 'email_unsubscribed',
  unsubscribed: 'email_unsubscribed',
  group_unsubscribe: 'email_unsubscribed',
  subscriptionchange: 'email_unsubscribed',
  spam: 'email_complained',
  spamreport: 'email_complained',
  spamcomplaint: 'email_complained',
  complaint: 'email_complained',
  complained: 'email_complained',
}

/** Who leaves a list, or calls a mail unwanted, wants no more of them. */
const optingOut: ReadonlySet<MailEvent> = new Set(['email_unsubscribed', 'email_complained'])
const noNewsletter: Said = { choices: { newsletter: false }, isNew: true, wording: '', address: '' }

type Mail = Readonly<Record<'kind' | 'email' | 'time' | 'id' | 'link' | 'campaign' | 'subject' | 'reason', string>>

const TextOrList = z
  .union([z.array(Text).transform((list) => list.join(', ')), Text])
  .optional()
  .transform((text) => text ?? '')

const Mailgun = z
  .object({
    'event-data': z.object({
      event: Text,
      severity: Text,
      timestamp: Text,
      id: Text,
      recipient: Text,
      url: Text,
      reason: Text,
      tags: TextOrList,
      message: z.object({ headers: z.object({ subject: Text }).optional() }).optional(),
    }),
  })
  .transform(
    ({ 'event-data': one }): Mail => ({
      kind: one.event === 'failed' ? `${one.severity}_failure` : one.event,
      email: one.recipient,
      time: one.timestamp,
      id: one.id,
      link: one.url,
      campaign: one.tags,
      subject: one.message?.headers?.subject ?? '',
      reason: one.reason,
    }),
  )

const Postmark = z
  .object({
    RecordType: z.string(),
    MessageID: Text,
    ID: Text,
    Recipient: Text,
    Email: Text,
    DeliveredAt: Text,
    ReceivedAt: Text,
    BouncedAt: Text,
    ChangedAt: Text,
    SuppressSending: z.boolean().optional(),
    OriginalLink: Text,
    Tag: Text,
    Subject: Text,
    Type: Text,
  })
  .transform((one): Mail => {
    const time = one.DeliveredAt || one.ReceivedAt || one.BouncedAt || one.ChangedAt
    const again = one.RecordType === 'SubscriptionChange' && one.SuppressSending === false
    return {
      kind: again ? 'resubscribed' : one.RecordType,
      email: one.Recipient || one.Email,
      time,
      id: `${one.MessageID || one.ID}:${one.RecordType}:${time}:${one.OriginalLink}`,
      link: one.OriginalLink,
      campaign: one.Tag,
      subject: one.Subject,
      reason: one.Type,
    }
  })

/** SendGrid, Brevo and whoever sends an event and an address. */
const Plain = z
  .object({
    event: z.string(),
    email: Text,
    recipient: Text,
    timestamp: Text,
    ts_event: Text,
    time: Text,
    date: Text,
    sg_event_id: Text,
    id: Text,
    'message-id': Text,
    url: Text,
    link: Text,
    campaign: Text,
    category: TextOrList,
    tag: TextOrList,
    tags: TextOrList,
    subject: Text,
    reason: Text,
  })
  .transform((one): Mail => {
    const time = one.ts_event || one.timestamp || one.time || one.date
    const email = one.email || one.recipient
    const link = one.url || one.link
    return {
      kind: one.event,
      email,
      time,
      id: one.sg_event_id || `${one['message-id'] || one.id}:${one.event}:${email}:${time}:${link}`,
      link,
      campaign: one.campaign || one.category || one.tags || one.tag,
      subject: one.subject,
      reason: one.reason,
    }
  })

const AnyMail = z.union([Mailgun, Postmark, Plain])

type Result =
  | Incoming
  | { readonly reason: 'field_invalid' | 'body_malformed'; readonly field: string; readonly detail: string }

function eventOf(body: unknown, around: Around): Result | undefined {
  const read = AnyMail.safeParse(body)
  if (!read.success) return { reason: 'body_malformed', field: '', detail: 'not an event of a mail' }
  const { kind, email, time, id, link, campaign, subject, reason } = read.data
  const name = words[kind.toLowerCase()]
  if (name === undefined) return undefined
  const timeMs = time === '' ? around.nowMs : timeOf(time, around.timeZone)
  if (!email.includes('@')) return { reason: 'field_invalid', field: 'email', detail: email }
  if (timeMs === null) return { reason: 'field_invalid', field: 'time', detail: time }
  const incoming = incomingOf({
    messageId: `mail:${id}`,
    name,
    timeMs,
    identifiers: [{ kind: 'email', value: email }],
    channel: 'email',
    currency: '',
    properties: filled({ campaign, subject, link: link.slice(0, 500), reason: reason.slice(0, 200) }),
  })
  return optingOut.has(name) ? { ...incoming, said: noNewsletter } : incoming
}

/** What a mail provider tells of the mails it sends: SendGrid, Mailgun, Postmark, Brevo, or any in their manner. */
export function readMail(body: unknown, around: Around): Read {
  const list: readonly unknown[] = Array.isArray(body) ? body : [body]
  const results = list.flatMap((one) => eventOf(one, around) ?? [])
  return {
    topic: 'mail',
    incoming: results.flatMap((one) => ('field' in one ? [] : [one])),
    wrong: results.flatMap((one) => ('field' in one ? [one] : [])),
  }
}
