import { useEffect, useRef, useState } from 'react'
import type { Vocabulary } from '../../../features/collect/schema.ts'
import type { Condition, Rule } from '../../../kernel/rule.ts'
import { useLanguage, useTexts } from '../../i18n.tsx'
import { ConditionFields } from './ConditionFields.tsx'
import { type Form, formAsking, ruleOfForm } from './form.ts'
import { DeepRule, GroupedForm } from './GroupedForm.tsx'
import styles from './rule.module.css'
import { ruleWords } from './ruleWords.ts'
import { ruleTexts } from './texts.ts'
import { formOf, isComplete, ruleInWords } from './words.ts'

const fresh: Condition = { field: 'event', op: 'is', values: [] }

type Props = {
  readonly rule: Rule
  /** Called with complete rules only. */
  readonly onChange: (rule: Rule) => void
  readonly vocabulary: Vocabulary | undefined
}

const isWhole = (form: Form<Condition>): boolean => form.groups.every(({ conditions }) => conditions.every(isComplete))

/** Keeps what is being typed, hands on what is complete, and follows a rule that changes elsewhere. */
const useRuleForm = (rule: Rule, onChange: (rule: Rule) => void) => {
  const [form, setForm] = useState<Form<Condition> | null>(() => formOf(rule))
  const known = useRef(JSON.stringify(rule))
  useEffect(() => {
    const told = JSON.stringify(rule)
    if (told === known.current) return
    known.current = told
    setForm(formOf(rule))
  }, [rule])
  const change = (kept: Form<Condition>) => {
    setForm(kept)
    if (!isWhole(kept)) return
    const next = ruleOfForm(kept)
    known.current = JSON.stringify(next)
    onChange(next)
  }
  return { form, setForm, change, complete: form !== null && isWhole(form) }
}

/** A rule as groups of conditions; unfinished rules stay in the form. */
export function RuleForm({ rule, onChange, vocabulary }: Props) {
  const texts = useTexts(ruleTexts)
  const words = ruleWords[useLanguage()]
  const { form, setForm, change, complete } = useRuleForm(rule, onChange)
  return (
    <div className={styles.rule}>
      {form ? (
        <GroupedForm
          form={form}
          onChange={change}
          fresh={fresh}
          said={ruleInWords(ruleOfForm(form), words)}
          fields={({ leaf, ...props }) => <ConditionFields condition={leaf} vocabulary={vocabulary} {...props} />}
        />
      ) : (
        <DeepRule said={ruleInWords(rule, words)} onReplace={() => setForm(formAsking(fresh))} />
      )}
      {!complete && form && <p className={styles.note}>{texts.unfinished}</p>}
    </div>
  )
}
