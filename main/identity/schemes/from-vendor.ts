import type { SchemeSettings } from '#shared/domain/channel.ts'
import type { JsonObject } from '#shared/strict/json.ts'
import type { Rule, Vendor } from '#shared/vendors/vendor.ts'
import type { Reading, Scheme } from '../finding.ts'
import { failed, finding, unreadable } from '../finding.ts'
import { isProofSent } from '../keyed-hash.ts'
import { hashRuleOf, readByHashRule, readVisitor } from './hash-scheme.ts'
import { readCalls, spreadLists } from './member-lists.ts'
import { readByTokenRule, settledTokenRule, tokenRuleOf } from './token-scheme.ts'

/** The scheme of a vendor that is nothing but data, or of a channel whose settings are the rule. */
export function schemeFromVendor(vendor: Vendor): Scheme {
  return {
    keyKind: vendor.keyKind,
    read: (payload, settings) => {
      const rules = rulesOf(vendor, settings)
      if (rules.length === 0) return notConfigured()
      const nested = readVisitor(payload, vendor, rules.flatMap(membersOf))
      const visitor = nested === null ? null : spreadLists(nested, vendor)
      if (visitor === null) return unreadable()
      const rule = rules.find((each) => proofMembers(each).some((name) => isProofSent(visitor[name]))) ?? rules.at(-1)
      // A proof of the vendor's other kind is not the one that counts, and no claim either.
      const said = {
        ...vendor,
        notClaims: [...vendor.notClaims, ...allRulesOf(vendor, settings).flatMap(proofMembers)],
      }
      return rule === undefined ? notConfigured() : readByRule(visitor, said, rule, settings)
    },
    ...(vendor.lists === undefined ? {} : { readCall: (list) => readCalls(list, vendor) }),
  }
}

/** Where every proof has to end, a hash, which never does, is none: else a token that is over would make way for one. */
function rulesOf(vendor: Vendor, settings: SchemeSettings): readonly Rule[] {
  const rules = allRulesOf(vendor, settings)
  const tokens = rules.filter(({ proof }) => proof === 'token')
  return settings.requireExpiry === true && tokens.length > 0 ? tokens : rules
}

function allRulesOf({ name, rules }: Vendor, settings: SchemeSettings): readonly Rule[] {
  if (rules === 'own') return []
  if (rules !== 'settings') return rules
  const rule = name === 'hmac' ? hashRuleOf(settings) : tokenRuleOf(settings)
  return rule === null ? [] : [rule]
}

function readByRule(payload: JsonObject, vendor: Vendor, rule: Rule, settings: SchemeSettings): Reading {
  if (rule.proof === 'hash') return readByHashRule(payload, vendor, rule)
  const settled = settledTokenRule(rule, settings)
  return settled === null ? notConfigured() : readByTokenRule(payload, vendor, settled)
}

function proofMembers(rule: Rule): readonly string[] {
  return rule.proof === 'hash' ? rule.digestMembers : rule.tokenMembers
}

function membersOf(rule: Rule): readonly string[] {
  return rule.proof === 'hash'
    ? ['name', ...rule.fields.flatMap(({ members }) => members), ...rule.digestMembers]
    : rule.tokenMembers
}

/** A channel whose settings do not say what is signed cannot check anything. */
function notConfigured(): Reading {
  const reading = unreadable()
  return {
    ...reading,
    judge: () =>
      finding('unchecked', 'not-configured', null, { steps: [failed('This channel is told how its site signs')] }),
  }
}
