import { faultsOf } from '../../../kernel/fault.ts'

/** The only ways in which a request of an SDK fails; a bad message among good ones is no failure. */
export const trackingFault = faultsOf({
  'body.malformed': { status: 400, title: 'The body is not a JSON object' },
  'key.missing': { status: 401, title: 'The request has no write key' },
  'key.unknown': { status: 401, title: 'The write key is not known' },
  'body.large': { status: 413, title: 'The body is too large' },
  'route.missing': { status: 404, title: 'There is no such route' },
})
