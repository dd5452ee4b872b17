import { config } from 'zod'

const given = document.querySelector('meta[name="style-nonce"]')?.getAttribute('content') ?? ''

/** The page's nonce for style tags; empty where the server put none, as in development. */
export const styleNonce = given.startsWith('{{') ? '' : given

// react-remove-scroll adds a style tag when a dialog opens and finds its nonce under this name only
Object.assign(globalThis, { __webpack_nonce__: styleNonce })
// the content security policy forbids compiling schemas with new Function
config({ jitless: true })
