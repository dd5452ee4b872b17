import { defineTexts } from '../../i18n.tsx'

const de = {
  sentence: 'In Worten',
  all: 'alle gelten',
  any: 'eine gilt',
  and: 'und',
  or: 'oder',
  field: 'Feld',
  operator: 'Vergleich',
  values: 'Werte',
  number: 'Zahl',
  condition: 'Bedingung',
  group: 'Gruppe',
  removeCondition: 'Bedingung entfernen',
  join: 'Verknüpfung',
  properties: 'Eigenschaften',
  fields: 'Ereignis',
  deep: 'Diese Regel ist tiefer verschachtelt, als das Formular zeigen kann. Sie gilt, wie sie hier steht.',
  replace: 'Neu schreiben',
  typeValue: 'Wert eingeben',
  unfinished: 'Noch unvollständig: die Regel wird übernommen, sobald jede Bedingung einen Wert hat.',
}

const en: typeof de = {
  sentence: 'In words',
  all: 'all hold',
  any: 'one holds',
  and: 'and',
  or: 'or',
  field: 'Field',
  operator: 'Comparison',
  values: 'Values',
  number: 'Number',
  condition: 'Condition',
  group: 'Group',
  removeCondition: 'Remove condition',
  join: 'Joined by',
  properties: 'Properties',
  fields: 'Event',
  deep: 'This rule is nested deeper than the form can show. It holds as it stands here.',
  replace: 'Write anew',
  typeValue: 'Type a value',
  unfinished: 'Not complete yet: the rule is taken over once every condition has a value.',
}

export const ruleTexts = defineTexts({ de, en })
