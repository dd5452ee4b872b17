/** Words and limits without their schemas, so that a page at the till needs no validation library. */
export const tileIcons = [
  'users',
  'search',
  'brand-instagram',
  'building-store',
  'news',
  'mail',
  'calendar-event',
  'heart-handshake',
  'world',
  'phone',
  'sparkles',
  'car',
  'map-pin',
  'speakerphone',
  'tag',
  'device-tv',
  'microphone',
  'book',
  'ticket',
  'gift',
  'school',
  'briefcase',
  'message',
  'brand-facebook',
  'brand-tiktok',
  'brand-youtube',
  'ad-2',
  'walk',
  'bike',
  'home',
  'star',
  'truck',
  'users-group',
  'eye',
  'coffee',
  'thumb-up',
  'headset',
  'mailbox',
  'shopping-bag',
  'robot',
] as const

export const fewestTiles = 6
export const mostTiles = 9
/** Stands where somebody came by a way that no tile names. */
export const otherTile = 'other'

export const deviceKinds = ['question', 'staff'] as const

export const noteKinds = ['walk_in', 'phone_call', 'order_card', 'complaint', 'recommendation'] as const

/** How long a note can be taken back, by the clock of the device. */
export const undoMs = 10 * 60_000
