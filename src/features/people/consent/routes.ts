import { implement } from '@orpc/server'
import type { CallerContext, Placed } from '../../admin/index.ts'
import type { Present } from '../protection/present.ts'
import { consent, preferences } from './contract.ts'
import type { PreferencesPage } from './preferences.ts'
import type { Consents } from './service.ts'
import { statesOf } from './state.ts'

/** `address` is the visitor's, where a request came over HTTP. */
type Visit = CallerContext & { readonly address?: string }

type Deps = {
  readonly consents: Consents
  readonly present: Present
  readonly now: () => number
}

const on = implement(consent).$context<Placed>()

export const consentRoutes = ({ consents, present, now }: Deps) =>
  on.router({
    of: on.of.handler(async ({ input: { workspace, person } }) => {
      const { anchors } = await present(workspace, person)
      const history = await consents.decisionsAbout(workspace, anchors)
      return { states: statesOf(history, now()), history }
    }),
    note: on.note.handler(async ({ context, input: { workspace, ...rest } }) => {
      await present(workspace, rest.person)
      await consents.note(context.caller, workspace, rest)
    }),
    settings: on.settings.handler(({ input }) => consents.settings(input.workspace)),
    changeSettings: on.changeSettings.handler(({ input: { workspace, ...settings } }) =>
      consents.changeSettings(workspace, settings),
    ),
    wordings: on.wordings.handler(({ input }) => consents.wordings(input.workspace)),
    addWording: on.addWording.handler(({ context, input: { workspace, ...wording } }) =>
      consents.addWording(context.caller, workspace, wording),
    ),
  })

const open = implement(preferences).$context<Visit>()

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
