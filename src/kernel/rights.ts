/**
 * Who may do what. The roles of a workspace stand in order: an editor may also do what a viewer may, an owner everything.
 */
export const roles = ['owner', 'editor', 'viewer'] as const
export type Role = (typeof roles)[number]

/** What each role may do beyond the one before it. */
const adds = {
  viewer: ['workspace.see', 'sources.see', 'people.see', 'segments.see', 'privacy.see', 'journeys.see', 'reports.see'],
  editor: [
    'imports.run',
    'sources.connect',
    'channels.edit',
    'capture.run',
    'people.edit',
    'people.export',
    'segments.edit',
    'privacy.serve',
    'journeys.edit',
  ],
  owner: ['workspace.change', 'members.manage', 'audit.read', 'identity.rule', 'privacy.rule', 'people.erase'],
} as const satisfies Readonly<Record<Role, readonly string[]>>

/** What a member of a workspace may do in it. */
export type RoleRight = (typeof adds)[Role][number]

/** What only programs of the server's own machine may do in a workspace, no member. */
export type MachineRight = 'machine.files'

/** What is done in one workspace: `{workspace}` in the address names it. */
export type PlaceRight = RoleRight | MachineRight

/** What needs no role: asked by anybody, by whoever signed in, or by the bearer of a key, link or signature. */
export const openRights = [
  'anybody',
  'signed-in',
  'device-key',
  'preference-link',
  'source-key',
  'webhook-signature',
] as const
export type OpenRight = (typeof openRights)[number]

/** What an endpoint needs of whoever calls it. */
export type Right = PlaceRight | OpenRight

const rightsOf: Readonly<Record<Role, ReadonlySet<string>>> = {
  viewer: new Set(adds.viewer),
  editor: new Set([...adds.viewer, ...adds.editor]),
  owner: new Set([...adds.viewer, ...adds.editor, ...adds.owner]),
}

export const may = (role: Role, right: PlaceRight): boolean => rightsOf[role].has(right)

export const isOpenRight = (right: unknown): right is OpenRight => openRights.some((one) => one === right)

/** Whether it matters who signed in. */
export const needsCaller = (right: Right): boolean => !isOpenRight(right) || right === 'signed-in'

export const isRight = (right: unknown): right is Right =>
  isOpenRight(right) || right === 'machine.files' || (typeof right === 'string' && rightsOf.owner.has(right))
