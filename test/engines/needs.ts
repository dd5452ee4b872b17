/**
 * Who at least must call what: written by hand, and never read from what the endpoints declare. A new operation or route
 * belongs here before it can be served.
 */
export type Need =
  | 'anybody'
  | 'signed-in'
  | 'device-key'
  | 'preference-link'
  | 'source-key'
  | 'webhook-signature'
  | 'by-operation'
  | 'viewer'
  | 'editor'
  | 'owner'
  | 'machine'

type Lists = Partial<Readonly<Record<Need, string>>>

const needsIn = (lists: Lists): ReadonlyMap<string, Need> =>
  new Map(
    (Object.keys(lists) as Need[]).flatMap((need) =>
      (lists[need] ?? '')
        .trim()
        .split(/\s+/)
        .map((name): [string, Need] => [name, need]),
    ),
  )

/** The operations of the contract. */
export const operationNeeds = needsIn({
  anybody: 'admin.me admin.invitation',
  'signed-in': 'admin.createWorkspace admin.acceptInvitation',
  'device-key': 'collect.capture.config collect.capture.deliver',
  'preference-link':
    'people.preferences.find people.preferences.choose people.preferences.objectToAll people.preferences.ask',
  viewer: `
    admin.members admin.removeMember
    collect.imports collect.import collect.vocabulary
    collect.sources.list collect.sources.one collect.sources.events collect.sources.rejected collect.sources.stats
    collect.channels.book
    collect.identity.identifiers collect.identity.mergesOf collect.identity.merges collect.identity.rules
    collect.capture.devices collect.capture.tiles collect.capture.tallies collect.capture.stated
    people.list people.profile people.timeline
    people.consent.of people.consent.settings people.consent.wordings
    people.protection.person people.protection.requests
    people.contacts.results people.contacts.mappings
    people.duplicates.list people.duplicates.get
    people.segments.list people.segments.get people.segments.preview people.segments.count
    journeys.phaseModels journeys.list journeys.get journeys.figures journeys.touchpoint journeys.travellers
    journeys.positions
    insights.funnel insights.flow`,
  editor: `
    collect.preview collect.dryRun collect.startImport collect.startSample collect.undoImport
    collect.sources.create collect.sources.change collect.sources.remove
    collect.sources.keys collect.sources.addKey collect.sources.rotateKey collect.sources.revokeKey
    collect.webhooks.ofSource collect.webhooks.add collect.webhooks.setSecret collect.webhooks.remove
    collect.channels.preview collect.channels.save collect.channels.again
    collect.identity.join collect.identity.part collect.identity.undo
    collect.capture.note collect.capture.addDevice collect.capture.changeDevice collect.capture.replaceKey
    collect.capture.revokeDevice collect.capture.saveTiles collect.capture.addTally collect.capture.withdrawTally
    people.correct people.consent.note
    people.protection.copy people.protection.copyFiles people.protection.restrict people.protection.lift
    people.protection.object people.protection.ask people.protection.close
    people.contacts.preview people.contacts.dryRun people.contacts.start people.contacts.forgetMapping
    people.duplicates.search people.duplicates.decide
    people.segments.create people.segments.save people.segments.remove
    people.segments.add people.segments.drop people.segments.addFound people.segments.paste
    journeys.draft journeys.create journeys.save journeys.remove`,
  owner: `
    admin.audit.list admin.audit.check admin.audit.file
    collect.sources.signing collect.sources.addSigning collect.sources.endSigning
    admin.updateWorkspace admin.lost admin.invite admin.cancelInvitation admin.changeRole
    collect.identity.setRules
    people.consent.changeSettings people.consent.addWording
    people.protection.erase people.protection.erasures people.protection.retention people.protection.runRetention`,
  machine: `
    collect.importLocal people.contacts.local people.contacts.tryLocal people.contacts.exportLocal`,
})

/** The routes beside the contract, by address; SDKs may end theirs with a slash. */
export const routeNeeds = needsIn({
  'by-operation': '/api/*',
  anybody: `
    / /assets/* /t.js /health /ready /metrics /api/openapi.json /api/docs /api/auth/*
    /capture/:key /capture/worker.js /capture/icon-180.png /capture/icon-192.png /capture/icon-512.png
    /analytics.js/v1/:key/analytics.min.js /analytics-next/bundles/:part
    /v1/* /v1/m /beacon/* /pixel/*`,
  'device-key': '/capture/:key/manifest.webmanifest',
  'source-key': `
    /v1/batch /v1/b /v1/import /beacon/v1/batch
    /v1/track /v1/t /v1/identify /v1/i /v1/page /v1/p /v1/screen /v1/s /v1/group /v1/g /v1/alias /v1/a
    /pixel/v1/track /pixel/v1/page /v1/projects/:key/settings /sourceConfig /v1/preference-link`,
  'webhook-signature': '/hooks/:address/:provider',
  viewer: '/api/w/:workspace/live /api/w/:workspace/imports/:import/rejects',
  editor: `
    /api/w/:workspace/uploads /api/w/:workspace/contacts/uploads
    /api/w/:workspace/people/file /api/w/:workspace/contacts/file`,
})
