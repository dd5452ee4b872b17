import type { Caller, Workspace } from '../features/admin/index.ts'
import type { Http } from '../platform/http/http.ts'
import type { Product } from './product.ts'

/** Adds the routes of the features that are not of the contract. `pages`: the folder of the built web app. */
export function serveFeatures(
  { app, placeOf }: Pick<Http<Caller, Workspace>, 'app' | 'placeOf'>,
  { collect, people }: Pick<Product, 'collect' | 'people'>,
  pages: string,
): void {
  collect.serveUploads(app, placeOf)
  collect.serveWebhooks(app)
  collect.serveCapture(app, pages)
  people.serve(app, placeOf)
}
