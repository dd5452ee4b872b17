import type { Tile } from './schema.ts'

const tile = (id: string, icon: Tile['icon'], channel: string, de: string, en: string): Tile => ({
  id,
  icon,
  channel,
  de,
  en,
  archived: false,
})

/** The tiles of a workspace that has not chosen its own. */
export const firstTiles: readonly Tile[] = [
  tile('empfehlung', 'users', 'word_of_mouth', 'Empfehlung von Freunden', 'Recommended by friends'),
  tile('suche', 'search', 'organic_search', 'Suche im Internet', 'Internet search'),
  tile('soziale-medien', 'brand-instagram', 'social', 'Instagram, Facebook, TikTok', 'Instagram, Facebook, TikTok'),
  tile('vorbeigekommen', 'walk', 'store', 'Im Vorbeigehen', 'Walking past'),
  tile('zeitung-flyer', 'news', 'print', 'Zeitung oder Flyer', 'Newspaper or flyer'),
  tile('newsletter', 'mail', 'email', 'Newsletter', 'Newsletter'),
  tile('veranstaltung', 'calendar-event', 'event', 'Messe oder Fest', 'Fair or festival'),
  tile('ki-assistent', 'sparkles', 'ai_assistant', 'KI-Assistent', 'AI assistant'),
]
