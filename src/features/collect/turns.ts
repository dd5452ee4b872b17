/** Work of one workspace is done one after the other. */
export function openWorkspaceTurns() {
  const running = new Map<string, Promise<unknown>>()
  return {
    take<T>(workspace: string, work: () => Promise<T>): Promise<T> {
      const before = running.get(workspace) ?? Promise.resolve()
      const turn = before.catch(() => undefined).then(work)
      running.set(workspace, turn)
      const forget = () => {
        if (running.get(workspace) === turn) running.delete(workspace)
      }
      turn.then(forget, forget)
      return turn
    },
  }
}

export type WorkspaceTurns = ReturnType<typeof openWorkspaceTurns>
