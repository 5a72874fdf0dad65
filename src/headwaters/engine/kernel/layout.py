"""Where things stand in the kernel's flat arrays: every table's columns, once.

    p   the program: what a blueprint says, for stories with so many children
    c   the contents: what the program makes of everything that events and facts say, and of what sources observed
    v   values that conditions compare, as pairs (tag, value)
    s   the state: one story as it is being judged
    g   the batch: where each column begins, then the columns

All but v hold 32-bit integers. A day is its `date.toordinal`; marks are those of `evaluation.marks`.
"""

from __future__ import annotations

from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.cracks import CrackKind
from headwaters.domain.status import Status

# Tags of values
NONE, BOOLEAN, WHOLE, FRACTION, TEXT = range(5)

# Where a program begins: offsets of its tables, and how many
(
    H_LINES, H_NLINES, H_ORDER, H_PREGNANCY_ROWS, H_NPREGNANCY_ROWS, H_CHILD_ROWS, H_NCHILD_ROWS, H_STATICS, H_MOVING, H_SPANS,
    H_LOOKS, H_NLOOKS, H_LOOK_SLOTS, H_NLOOK_SLOTS, H_STEP_SLOTS, H_HANDOFFS, H_NHANDOFFS, H_FACTS, H_NFACTS, H_AREA_CHILD,
    H_AREA_PARENT, H_HOLIDAYS, H_NHOLIDAYS, H_DISPLACED, H_ENDS, H_NENDS, H_RESUMES, H_NRESUMES, H_NSTATICS, H_NEEDED_STATICS,
    H_NNEEDS, H_NTRIGGERS, H_NKINDSETS, H_NKNOWN_AGENCIES, H_SAID_VALUES, H_WIDTH,
) = range(36)  # fmt: skip

# One occurrence
(
    L_LEVEL, L_SEAT, L_ELEMENT, L_OPENS, L_DUE, L_CLOSES, L_OPENS_OF_TRIGGER, L_TRIGGER, L_TRIGGER_NUMBER, L_LOOK, L_STEPS_OF,
    L_NSTEPS_OF, L_REQUIRES, L_INTERVAL, L_MONTHS, L_DAYS, L_BUSINESS_DAYS, L_PREVIOUS, L_RIVALS, L_NRIVALS, L_KIN, L_NKIN, L_ROOT,
    L_SLOTS, L_NSLOTS, L_RULES, L_NRULES, L_HAS_NEED, L_OUTCOMES, L_DECLINED, L_HANDOFF, L_OBSERVED_BY, L_ALWAYS, L_ANCHORS,
    L_NANCHORS, L_FOLLOWS, L_BY_TRIGGER, L_TRIGGER_DUE, L_TRIGGER_CLOSES, L_TRIGGER_NAME, L_CONE, L_NCONE, L_ROW_CONE, L_NROW_CONE,
    L_AT_HOME, L_SHARE, L_ROUTE, L_NROUTE, L_WIDTH,
) = range(49)  # fmt: skip

# What the occurrences of an element share
(
    E_UNLESS, E_UNLESS_MET, E_UNTIL, E_DECLINED, E_RESUMED, E_STOPS, E_NSTOPS, E_OFFERED, E_ACCEPTED, E_OFFERED_KINDS, E_IS_JUDGED,
    E_IS_STARTING, E_PLACE, E_STARTS_ON, E_KNOWN_BY, E_NKNOWN_BY, E_WIDTH,
) = range(17)  # fmt: skip
STOP_LOOK, STOP_AS_DECLINED, STOP_WHY, STOP_WIDTH = range(4)
ENDING_LOOK, ENDING_OF, ENDING_WHY, ENDING_WIDTH = range(4)
FOR_ALL = 4
"""An ending that is everybody's, where others have a role's number."""

TR_LAST, TR_LAPSE, TR_OUTCOMES, TR_NOUTCOMES, TR_TARGETS, TR_NTARGETS = range(6)
LAPSE_NONE, LAPSE_OVERDUE, LAPSE_MISSED, LAPSE_DECLINED, LAPSE_NOT_ELIGIBLE = range(5)

HO_NUMBER, HO_CONSENT, HO_WAY_BACK, HO_HAS_ROUTE, HO_CLOCKS = range(5)
"""From HO_CLOCKS on, for each state: whether it has a clock, months, days, business days."""

LK_PARTS, LK_NPARTS, LK_SPANNED, LK_STATIC, LK_WIDTH = range(5)
SP_FIRST, SP_LAST, SP_IS_PREGNANCY, SP_WIDTH = range(4)
F_KEY, F_OF, F_VALID, F_MONTHS, F_DAYS, F_BUSINESS_DAYS, F_WIDTH = range(7)

# Static moments, and the steps of moving ones
FORM_WIDTH = 6
ST_DAY, ST_BUILT_IN, ST_SHIFT, ST_LATEST, ST_EARLIEST, ST_EVENT = range(6)
MV_STATIC, MV_SHIFT, MV_LATEST, MV_EARLIEST, MV_TRIGGER, MV_PREVIOUS, MV_TOUCHPOINT, MV_EVENT_OR = range(8)
BUILT_IN = ("birth", "due_date", "pregnancy_start", "corrected_birth", "period_start", "period_end")
NO_MOMENT = -1

# Needs
(
    N_NUMBER, N_NODES, N_NNODES, N_FACTS, N_NFACTS, N_AGES, N_NAGES, N_ASKS_AGE, N_STEPPING, N_NSTEPPING, N_MOVING, N_NMOVING,
    N_OUTCOMES, N_NOUTCOMES, N_REFERS,
) = range(15)  # fmt: skip
(
    C_OP,
    C_COMPARISON,
    C_LEFT,
    C_LEFT_OF,
    C_RIGHT,
    C_RIGHT_OF,
    C_PARENT,
    C_NEGATED,
    C_LIST,
    C_NLIST,
    C_NAME,
    C_RIGHT_NAME,
    C_WIDTH,
) = range(13)
OP_LITERAL, OP_NAME, OP_COMPARE, OP_IN_LIST, OP_IN_SPAN, OP_IS_KNOWN, OP_AND, OP_OR, OP_NOT = range(9)
BY_LITERAL, BY_FACT, BY_AGE, BY_BORN, BY_ANCHOR, BY_OUTCOME = range(6)
EQ, NE, LT, LE, GT, GE = range(6)
AGE_DAYS, AGE_WEEKS, AGE_MONTHS, AGE_YEARS = range(4)
O_PART, O_TARGETS, O_NTARGETS = range(3)
PART_REACHED, PART_DAY, PART_OUTCOME, PART_STATUS = range(4)

# Requirements, last part first evaluated
R_LEAF, R_ANY, R_ALL = range(3)
Q_LOOK, Q_WITHIN, Q_AT_LEAST, Q_IF_ANY, Q_USUALLY, Q_THEN, Q_FIRST, Q_FIRST_WITHIN, Q_EVERY_EVENT, Q_WIDTH = range(10)
STARTS_IN, ENDS_IN, INSIDE, TOUCHES = range(4)

# Targets
HERE, PREGNANCY = -1, -2

# Contents
(
    CH_CONTENTS, CH_SAID, CH_RANKS, CH_OBSERVED, CH_AREAS, CH_WIDTH,
) = range(6)  # fmt: skip
(
    CT_PLANNED, CT_RUNNING, CT_AGENCY, CT_KNOWN_AGENCY, CT_RESULT, CT_HANDOFF, CT_STEP, CT_OUTCOMES, CT_NOUTCOMES, CT_LISTS, CT_WIDTH,
) = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 17)  # fmt: skip
"""From CT_LISTS on, for each role: where its (list, parts that accept it) stand, and how many."""
SD_KEY, SD_WITHHELD, SD_AREA, SD_WIDTH = range(4)

# State
(
    S_AS_OF, S_KNOWN_BY, S_PERIOD_FIRST, S_PERIOD_LAST, S_TOP, S_CAPACITY, S_COURSES, S_NCOURSES, S_EVENTS, S_PEOPLE, S_STACK, S_TRUTHS,
    S_UNKNOWN_PREGNANCY, S_NOT_YET_BORN, S_STATEMENTS, S_NSTATEMENTS, S_SETTLED, S_DONE, S_PASSAGES, S_ROW, S_LINES_FROM, S_WIDTH,
) = range(22)  # fmt: skip
STACK_SIZE = 512
TRUTHS_SIZE = 1024
(
    K_KIND, K_PERSON, K_BIRTH, K_DUE_DATE, K_BEGINS, K_PREGNANCY, K_NCHILDREN, K_CHILDREN, K_ENDED, K_ENDED_WHY, K_FIRST_SEEN, K_NODES,
    K_EPISODE, K_TIMELINES, K_STRETCHES, K_TRIGGERS, K_AREA, K_IS_JUDGED, K_SEATS,
) = range(19)  # fmt: skip
(
    T_TENURES, T_NTENURES, T_PERSONS, T_NPERSONS, T_CONSTANT, T_SOLE, T_HEADS, T_TAILS, T_MEMO, T_VALUES, T_END, T_END_WHY, T_END_KNOWN,
    T_NEEDS, T_AGENCIES, T_STEPS, T_WIDTH,
) = range(17)  # fmt: skip
K_WIDTH = K_SEATS + 4 * T_WIDTH
CHILD_ROLE, PARENT_ROLE, CAREGIVER_ROLE, HOUSEHOLD_ROLE = range(4)
TENURE_WIDTH = 4
V_DAY, V_END, V_LAST, V_CONTENT, V_ROW, V_ORDER, V_WIDTH = range(7)
X_EVENT_AT, X_NEXT, X_MASK, ENTRY_WIDTH = range(4)
W_PERSON, W_SAID, W_FIRST, W_STOP, W_RANK, W_WIDTH = range(6)

# What was worked out of an occurrence: SLOTS times, for as many stretches of days
(
    X_START, X_EDGE, X_PLACED_EDGE, X_OPENS, X_DUE, X_CLOSES, X_MATCHED, X_EVENT, X_TRIGGER, X_TRIGGER_WHY, X_STATUS, X_REASON, X_SURE,
    X_MISSING, X_OUTCOME, X_STATE, X_STATE_DAY, X_CLOCK, X_NO_DAY, X_ENDED, X_NEED, X_JUDGED_ON, X_MAY_CRACK, X_RING, X_WIDTH,
) = range(25)  # fmt: skip
SLOTS = 4
WHY_NOTHING, WHY_OUTCOME, WHY_UNOBSERVED = range(3)
"""Why a trigger is unknown, so that the greater is named first."""

(
    REACHED, REACHED_LATE, NOT_NEEDED, ENDED, DECLINED, IN_PROGRESS, ASK, UPCOMING, DUE, OVERDUE, MISSED, UNOBSERVED, PROPOSED,
) = range(13)  # fmt: skip
STATUSES = tuple(Status)
(
    NEEDED, SENT, RECEIVED, ACCEPTED, FULL, NOT_REACHED, NOT_ELIGIBLE, TURNED_DOWN, BEGUN, DROPPED, DONE, TOLD,
) = range(12)  # fmt: skip
STATES = tuple(HandoffState)
(
    CRACK_ASK, AGENCY_NOT_REPORTING, MOVED_BETWEEN_AREAS, AGED_OUT_BETWEEN_PROGRAMS, NO_NEXT_ROUTE, NO_WORD_BACK, BEGUN_DROPPED,
    NO_CONSENT_YET, NOT_SENT, NO_ANSWER, ACCEPTED_NOT_BEGUN, CRACK_FULL, CRACK_NOT_REACHED, NOT_IDENTIFIED, NOT_OFFERED,
    NOBODY_REPORTS_WHICH,
) = range(16)  # fmt: skip
CRACKS = tuple(CrackKind)
NO_CRACK = -1

# Words that the kernel itself says, by their numbers among all words
WORDS = (
    "need_false", "excluded", "no_window", "not_triggered", "matched", "need_presumed", "aged_out", "found_not_eligible", "declined",
    "trigger_unobserved", "trigger_outcome_unknown", "date_unknown", "withheld", "fact_unknown", "closed", "no_source", "gap", "not_yet",
    "waits", "not_open", "open", "past_due", "stage", "moved", "loss", "other", "none",
)  # fmt: skip
(
    W_NEED_FALSE, W_EXCLUDED, W_NO_WINDOW, W_NOT_TRIGGERED, W_MATCHED, W_NEED_PRESUMED, W_AGED_OUT, W_FOUND_NOT_ELIGIBLE, W_DECLINED,
    W_TRIGGER_UNOBSERVED, W_TRIGGER_OUTCOME_UNKNOWN, W_DATE_UNKNOWN, W_WITHHELD, W_FACT_UNKNOWN, W_CLOSED, W_NO_SOURCE, W_GAP, W_NOT_YET,
    W_WAITS, W_NOT_OPEN, W_OPEN, W_PAST_DUE, W_STAGE, W_MOVED, W_LOSS, W_OTHER, W_NONE,
) = range(27)  # fmt: skip
W_OF_STATE = len(WORDS)
"""From here on the states' words, in their order; then the statuses'."""
W_OF_STATUS = W_OF_STATE + len(STATES)
NO_WORD = -1

# Where the batch's columns begin
(
    G_EVENT_FIRST, G_EVENT_DAY, G_EVENT_END, G_EVENT_CONTENT, G_EVENT_RECORDED, G_EVENT_SUPERSEDED, G_EVENT_ORDER, G_PERSON_FIRST,
    G_EPISODE_FIRST, G_RELATION_FIRST, G_FACT_FIRST, G_EPISODE_KIND, G_EPISODE_PERSON, G_EPISODE_BIRTH, G_EPISODE_DUE_DATE,
    G_EPISODE_FIRST_SEEN, G_EPISODE_ENDED, G_EPISODE_ENDED_WHY, G_EPISODE_PREGNANCY, G_RELATION_EPISODE, G_RELATION_ROLE,
    G_RELATION_PERSON, G_RELATION_PRIMARY, G_RELATION_FROM, G_RELATION_THROUGH, G_FACT_PERSON, G_FACT_SAID, G_FACT_FROM, G_FACT_THROUGH,
    G_FACT_RECORDED, G_FACT_SUPERSEDED, G_FACT_RANK,
) = range(32)  # fmt: skip

# What comes out: one column after another
(
    Y_STORY, Y_EPISODE, Y_RECIPIENT, Y_LINE, Y_STATUS, Y_REASON, Y_MISSING, Y_OPENS, Y_DUE, Y_CLOSES, Y_MATCHED, Y_EVENT, Y_OUTCOME,
    Y_STATE, Y_CLOCK, Y_CRACK, Y_CHANGES_ON, Y_WIDTH,
) = range(18)  # fmt: skip
Z_ROW, Z_STEP, Z_DAY, Z_AGENCY, Z_WIDTH = range(5)
