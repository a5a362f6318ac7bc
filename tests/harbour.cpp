// The vocabulary that the tests of the core are written in.
#include "support.hpp"

namespace crossing::tests {

const char* const kHarbour = R"json({
  "schema": "crossing.vocabulary/1", "title": "A harbour",
  "roles": {"test_date": ["decided", "day"], "place": "berth", "steps": "done"},
  "facts": {
    "lamp":     {"type": "boolean", "kind": "circumstance", "label": "lamp shown", "question": "Does she show a lamp?", "description": "d"},
    "distress": {"type": "boolean", "kind": "circumstance", "label": "in distress", "question": "Is she in distress?", "description": "d", "presumed": {"value": false, "unless": {"damage": ["holed", "dismasted"]}}},
    "damage":   {"type": "enum", "kind": "circumstance", "label": "damage", "question": "What damage?", "description": "d", "values": {"none": "none", "holed": "holed", "dismasted": "dismasted"}},
    "pumps":    {"type": "boolean", "kind": "circumstance", "label": "pumps working", "question": "Do the pumps work?", "description": "d", "only_if": {"damage": "holed"}},
    "agrees":   {"type": "boolean", "kind": "decision", "label": "harbour master agrees", "question": "Does he agree?", "description": "d"},
    "flag":     {"type": "enum", "kind": "nature", "label": "flag", "question": "Which flag?", "description": "d", "values": {"red": "red", "blue": "blue", "white": "white"}},
    "crew":     {"type": "count", "kind": "circumstance", "label": "crew", "question": "How many?", "description": "d", "range": [0, 99]},
    "hour":     {"type": "time", "kind": "circumstance", "label": "hour", "question": "When?", "description": "d"},
    "zone":     {"type": "enum", "kind": "circumstance", "label": "clock", "question": "Which clock?", "description": "d", "values": {"ship": "ship's time", "shore": "shore time"}, "presumed": {"value": "shore"}},
    "day":      {"type": "date", "kind": "date", "label": "day of arrival", "question": "Which day?", "description": "d", "range": ["1900-01-01", "1950-12-31"]},
    "issued":   {"type": "date", "kind": "date", "label": "day of the pass", "question": "Which day?", "description": "d", "range": ["1900-01-01", "1950-12-31"]},
    "decided":  {"type": "date", "kind": "date", "label": "day of decision", "question": "Which day?", "description": "d", "range": ["1900-01-01", "1950-12-31"]},
    "berth":    {"type": "enum", "kind": "circumstance", "label": "berth", "question": "Where?", "description": "d", "values": {"north": "north quay", "south": "south quay"}},
    "done":     {"type": "set", "kind": "circumstance", "label": "steps done", "question": "Which?", "description": "d", "values": {"hailed": "hailed", "boarded": "boarded"}},
    "month":    {"type": "count", "kind": "date", "label": "month", "description": "d", "derived": {"month_of": "day"}},
    "clock":    {"type": "time", "kind": "circumstance", "label": "shore clock", "description": "d", "derived": {"clock": "hour", "by": "zone", "shift": {"ship": -60, "shore": 0}}},
    "age":      {"type": "elapsed", "kind": "date", "label": "age of the pass", "description": "d", "derived": {"elapsed_from": "issued", "to": "day"}}
  },
  "constraints": [
    {"excludes": {"distress": true, "damage": "none"}, "why": "no distress without damage"},
    {"order": ["issued", "day"], "why": "issued before use"},
    {"order": ["day", "decided"], "why": "decided after arrival"}
  ],
  "effects": {"in": "let in", "out": "kept out"},
  "questions": {
    "entry": {"kind": "exclusive", "label": "entry", "asks": "May she enter?", "always_reported": true},
    "fee":   {"kind": "exclusive", "label": "fee", "asks": "What does she pay?", "opens_with": ["crew"]},
    "help":  {"kind": "cumulative", "label": "help", "asks": "What help?"}
  },
  "treatments": {
    "turn_back": {"questions": ["entry"], "effect": "out", "label": "turn back"},
    "let_in":    {"questions": ["entry"], "effect": "in", "label": "let in"},
    "hold":      {"questions": ["entry"], "effect": "out", "label": "hold outside"},
    "half":      {"questions": ["fee"], "effect": "in", "label": "half fee"},
    "full":      {"questions": ["fee"], "effect": "in", "label": "full fee"},
    "pilot":     {"questions": ["help"], "effect": "in", "label": "send a pilot"},
    "tow":       {"questions": ["help"], "effect": "in", "label": "tow"}
  }
})json";

}  // namespace crossing::tests
