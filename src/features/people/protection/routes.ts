import { implement } from '@orpc/server'
import type { Placed } from '../../admin/index.ts'
import { protection as contract } from './contract.ts'
import type { Daily } from './daily.ts'
import type { Protection } from './service.ts'

const on = implement(contract).$context<Placed>()

export const protectionRoutes = (protection: Protection, daily: Daily) =>
  on.router({
    person: on.person.handler(({ input }) => protection.person(input.workspace, input.person)),
    copy: on.copy.handler(({ context, input }) => protection.copy(context, input.person)),
    copyFiles: on.copyFiles.handler(({ context, input }) => protection.copyFiles(context, input.person)),
    restrict: on.restrict.handler(({ context, input }) =>
      protection.restrict(context.caller, input.workspace, input.person, input.reason),
    ),
    lift: on.lift.handler(({ context, input }) => protection.lift(context.caller, input.workspace, input.person)),
    object: on.object.handler(({ context, input }) =>
      protection.object(context.caller, input.workspace, input.person, input.note),
    ),
    erase: on.erase.handler(({ context, input }) =>
      protection.erase(context.caller, input.workspace, input.person, input.word),
    ),
    ask: on.ask.handler(({ input: { workspace, person, kind, note } }) =>
      protection.ask(workspace, person, kind, note),
    ),
    requests: on.requests.handler(({ input }) => protection.requests(input.workspace)),
    close: on.close.handler(({ context, input: { workspace, request, state, answer } }) =>
      protection.close(context.caller, workspace, request, state, answer),
    ),
    erasures: on.erasures.handler(({ input }) => protection.erasures(input.workspace)),
    retention: on.retention.handler(({ input: { workspace, ...times } }) =>
      daily.plan(workspace, {
        anonymousMonths: times.anonymousMonths ?? null,
        eventMonths: times.eventMonths ?? null,
        inactiveMonths: times.inactiveMonths ?? null,
      }),
    ),
    runRetention: on.runRetention.handler(({ context, input }) => daily.run(context.caller, input.workspace)),
  })
