/** Something that happens once, or fails; nobody needs to wait for it. */
export type Signal = { readonly done: Promise<void>; readonly end: (error?: unknown) => void }

export function signal(): Signal {
  let end: Signal['end'] = () => {}
  const done = new Promise<void>((resolve, reject) => {
    end = (error) => (error === undefined ? resolve() : reject(error))
  })
  done.catch(() => undefined)
  return { done, end }
}
