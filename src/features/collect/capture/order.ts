import { random } from '../../../kernel/random.ts'

/** The list in the order that a seed decides; every order is equally likely. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const dice = random(seed)
  const rest = [...list]
  return list.flatMap(() => rest.splice(dice.below(rest.length), 1))
}
