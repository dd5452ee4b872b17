import { implement } from '@orpc/server'
import type { Caller, InWorkspace } from '../../admin/index.ts'
import type { Present } from '../protection/present.ts'
import { consent, preferences } from './contract.ts'
import type { PreferencesPage } from './preferences.ts'
import type { Consents } from './service.ts'
import { statesOf } from './state.ts'

/** `address` is the visitor's, where a request came over HTTP. */
type Context = { readonly caller: Caller; readonly address?: string }

type Deps = {
  readonly consents: Consents
  readonly page: PreferencesPage
  readonly present: Present
  readonly inWorkspace: InWorkspace
  readonly now: () => number
}

const on = implement(consent).$context<Context>()

export const consentRoutes = ({ consents, page, present, inWorkspace, now }: Deps) =>
  on.router({
    of: on.of.handler(async ({ context, input: { workspace, person } }) => {
      await inWorkspace(context.caller, workspace, 'view')
      const { anchors } = await present(workspace, person)
      const [history, token] = await Promise.all([
        consents.decisionsAbout(workspace, anchors),
        page.token(workspace, person),
      ])
      return { states: statesOf(history, now()), history, link: `/preferences/${token}` }
    }),
    note: on.note.handler(async ({ context, input: { workspace, ...rest } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      await present(workspace, rest.person)
      await consents.note(context.caller, workspace, rest)
    }),
    settings: on.settings.handler(({ context, input }) => consents.settings(context.caller, input.workspace)),
    changeSettings: on.changeSettings.handler(({ context, input: { workspace, ...settings } }) =>
      consents.changeSettings(context.caller, workspace, settings),
    ),
    wordings: on.wordings.handler(({ context, input }) => consents.wordings(context.caller, input.workspace)),
    addWording: on.addWording.handler(({ context, input: { workspace, ...wording } }) =>
      consents.addWording(context.caller, workspace, wording),
    ),
  })

const open = implement(preferences).$context<Context>()

export const preferenceRoutes = (page: PreferencesPage) =>
  open.router({
    find: open.find.handler(({ input }) => page.find(input.token)),
    choose: open.choose.handler(({ context, input: { token, choices, language } }) =>
      page.choose(token, choices, { language, address: context.address ?? '' }),
    ),
    objectToAll: open.objectToAll.handler(({ context, input: { token, language } }) =>
      page.objectToAll(token, { language, address: context.address ?? '' }),
    ),
    ask: open.ask.handler(({ input: { token, kind, note } }) => page.ask(token, kind, note)),
  })
