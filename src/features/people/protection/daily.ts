import type { Log } from '../../../platform/log.ts'
import type { Admin, Caller } from '../../admin/index.ts'
import type { Retention } from '../consent/schema.ts'
import type { PrivacyStore } from '../consent/store.ts'
import type { RetentionWork } from './retention.ts'
import type { RetentionPlan } from './schema.ts'

export type DailyDeps = {
  readonly privacy: PrivacyStore
  readonly retention: RetentionWork
  readonly admin: Pick<Admin, 'audit'>
  readonly log: Log
  readonly now: () => number
}

const day = 86_400_000
const looksEvery = 60 * 60_000

const isSet = ({ anonymousMonths, eventMonths, inactiveMonths }: Retention): boolean =>
  [anonymousMonths, eventMonths, inactiveMonths].some((months) => months !== null)

/** Retention, by hand and once a day by itself. */
export function openDaily({ privacy, retention, admin, log, now }: DailyDeps) {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  async function runFor(workspace: string, settings: Retention, caller: Caller | 'system'): Promise<RetentionPlan> {
    const done = await retention.run(workspace, settings)
    const ran = new Date(now())
    await privacy.retentionRan(workspace, ran)
    if (Object.values(done).some((count) => count > 0)) {
      const details = Object.fromEntries(Object.entries(done).map(([name, count]) => [name, String(count)]))
      await admin.audit.write({ workspace, caller, action: 'people.protection.retention', details })
    }
    return { ...done, ran: ran.toISOString() }
  }

  /** Does what is due: every workspace that has times set, once in 24 hours. */
  async function runDue(): Promise<void> {
    for (const { workspace, privacy: settings } of await privacy.all()) {
      const last = settings.retentionRanAt?.getTime() ?? Number.NEGATIVE_INFINITY
      if (!isSet(settings) || now() - last < day) continue
      try {
        await runFor(workspace, settings, 'system')
      } catch (error) {
        log.error({ err: error, workspace }, 'What is kept too long could not be removed')
      }
    }
  }

  return {
    runDue,

    async plan(workspace: string, times: Retention): Promise<RetentionPlan> {
      const { retentionRanAt } = await privacy.privacy(workspace)
      return { ...(await retention.plan(workspace, times)), ran: retentionRanAt?.toISOString() ?? null }
    },

    async run(caller: Caller, workspace: string): Promise<RetentionPlan> {
      return runFor(workspace, await privacy.privacy(workspace), caller)
    },

    /** Looks about once an hour whether something is due. */
    start(): void {
      const look = () => {
        running = running.then(runDue).catch((error: unknown) => log.error({ err: error }, 'Retention did not run'))
      }
      timer ??= setInterval(look, looksEvery)
      timer.unref()
      look()
    },

    async close(): Promise<void> {
      clearInterval(timer)
      await running
    },
  }
}

export type Daily = ReturnType<typeof openDaily>
