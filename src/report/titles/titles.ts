import { toPlainText } from '../../contribution/plain-text.ts'
import type { Confidence } from '../types.ts'

export function toHighlight(title: string): { text: string; confidence: Confidence } {
  return { text: toPlainText(title, 200), confidence: 'low' }
}

export function isRoutine(_title: string, authorIsBot: boolean): boolean {
  return authorIsBot
}
