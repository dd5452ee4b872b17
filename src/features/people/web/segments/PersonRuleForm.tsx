import { useState } from 'react'
import type { PersonRule } from '../../../../kernel/personRule.ts'
import { DeepRule, GroupedForm } from '../../../../web/parts/rule/GroupedForm.tsx'
import styles from '../../../../web/parts/rule/rule.module.css'
import { LeafFields, type SegmentName } from './LeafFields.tsx'
import {
  emptyForm,
  freshDid,
  isWholeForm,
  type Leaf,
  type PersonForm,
  personFormOf,
  personRuleOf,
} from './personForm.ts'
import { personRuleInWords } from './personWords.ts'
import { usePersonWords } from './useSegments.ts'

type Props = {
  /** Where the form begins; what happens to it later stays in the form. */
  readonly rule: PersonRule | null
  /** Told the rule with every change, null while something is missing. */
  readonly onChange: (rule: PersonRule | null) => void
  readonly segments: readonly SegmentName[]
}

/** A rule over people as groups of conditions. */
export function PersonRuleForm({ rule, onChange, segments }: Props) {
  const words = usePersonWords()
  const [form, setForm] = useState<PersonForm | null>(() => (rule ? personFormOf(rule) : emptyForm))
  const change = (next: PersonForm) => {
    setForm(next)
    onChange(isWholeForm(next) ? personRuleOf(next) : null)
  }
  return (
    <div className={styles.rule}>
      {form ? (
        <GroupedForm<Leaf>
          form={form}
          onChange={change}
          fresh={freshDid}
          said={personRuleInWords(personRuleOf(form), words)}
          fields={(props) => <LeafFields segments={segments} {...props} />}
        />
      ) : (
        <DeepRule said={rule ? personRuleInWords(rule, words) : ''} onReplace={() => change(emptyForm)} />
      )}
    </div>
  )
}
