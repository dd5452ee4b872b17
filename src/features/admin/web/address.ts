/** Only addresses of this app, so that a link cannot lead elsewhere after signing in. */
export const safeAddress = (to: string | undefined): string =>
  to?.startsWith('/') && !to.startsWith('//') && !to.includes('\\') ? to : '/'
