import { isbot } from 'isbot'

/**
 * Whether a browser's user agent belongs to a robot. To be asked of browsers only: programs that send events from a
 * server name themselves as such and are not meant.
 */
export const isBot = (userAgent: string | undefined): boolean => userAgent !== undefined && isbot(userAgent)
