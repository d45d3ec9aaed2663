"""Who may meet what: every address of the product, who may open it (left) and who may send something to it (right).

The objects are Wei's, in the division cloud of spring. Everybody who is not named gets what they would get for an
object that is not there: 404, or the way to sign in. A new address without a line here fails the build.
"""

ROLES = frozenset(
    [
        "anonymous",
        "owner",
        "other",
        "outsider",
        "lead",
        "recruiter",
        "reviewer",
        "interviewer",
        "mentor",
        "approver",
        "auditor",
        "stranger",
    ]
)
# `owner` is Wei, `other` is Lina who applied too, `outsider` recruits for gaode, `stranger` leads autumn.
GROUPS = {
    "-": frozenset[str](),
    "everybody": ROLES,
    "signed-in": ROLES - {"anonymous"},
    "applicants": frozenset({"owner", "other"}),
    "console": ROLES - {"anonymous", "owner", "other"},
    "staff": ROLES - {"anonymous", "owner", "other", "stranger"},
    "insiders": ROLES - {"anonymous", "owner", "other", "stranger", "outsider"},
    "cloud": frozenset({"lead", "recruiter"}),
    "planners": frozenset({"lead", "recruiter", "outsider"}),
    "overseers": frozenset({"lead", "approver", "auditor"}),
    "seers": frozenset({"lead", "recruiter", "approver", "auditor"}),
    "all-seers": frozenset({"lead", "recruiter", "outsider", "approver", "auditor"}),
    "desk": frozenset({"lead", "recruiter", "reviewer", "approver", "auditor"}),
    "talkers": frozenset({"lead", "recruiter", "interviewer", "approver", "auditor"}),
    "all-talkers": frozenset({"lead", "recruiter", "outsider", "interviewer", "approver", "auditor"}),
    "readers": frozenset({"lead", "recruiter", "reviewer", "interviewer", "approver", "auditor"}),
    "helpers": frozenset({"lead", "recruiter", "mentor"}),
    "keepers": frozenset({"lead", "recruiter", "mentor", "approver", "auditor"}),
    "all-keepers": frozenset({"lead", "recruiter", "outsider", "mentor", "approver", "auditor"}),
}
TABLE = """
health                      everybody                         | everybody
ui:language                 everybody                         | -
ui:styleguide               everybody                         | everybody
account_request_login_code  everybody                         | everybody
account_confirm_login_code  signed-in                         | signed-in
account_logout              everybody                         | everybody
account_login               everybody                         | everybody
account_person              signed-in                         | signed-in
account_inactive            everybody                         | -
mail:outbox                 everybody                         | -
mail:attachment             everybody                         | -
privacy:journal             lead auditor                      | -
privacy:check               -                                 | lead auditor
privacy:system              lead auditor                      | -
privacy:retry               -                                 | lead
privacy:my_data             signed-in                         | -
insight:home                staff                             | -
insight:overview            all-seers                         | -
insight:targets_panel       all-seers                         | -
insight:loop                all-seers                         | -
insight:sheet               all-seers                         | -
mentoring:list              all-keepers                       | -
mentoring:detail            keepers                           | -
mentoring:tick              -                                 | helpers
mentoring:move              -                                 | helpers
mentoring:mentor            cloud                             | cloud
mentoring:check_in          mentor                            | mentor
mentoring:evaluation        mentor                            | mentor
mentoring:recommend         mentor                            | mentor
mentoring:decide            approver                          | approver
mentoring:posts             planners                          | -
mentoring:post_new          planners                          | planners
mentoring:post              cloud                             | cloud
mentoring:post_remove       -                                 | cloud
mentoring:mentor_home       mentor                            | -
mentoring:unpaired_home     planners                          | -
mentoring:approver_home     approver                          | -
mentoring:panel             seers                             | -
mentoring:mine              owner                             | -
mentoring:tick_mine         -                                 | owner
offers:list                 all-seers                         | -
offers:waiting              lead approver                     | -
offers:waves                overseers                         | overseers
offers:wave                 overseers                         | -
offers:send                 -                                 | approver
offers:drop                 -                                 | lead
offers:opening              seers                             | -
offers:offer                seers                             | -
offers:letter               seers                             | -
offers:revoke               -                                 | lead
offers:panel                seers                             | -
offers:mine                 applicants                        | -
offers:accept               -                                 | owner
offers:decline              -                                 | owner
offers:renege               -                                 | owner
offers:my_letter            owner                             | -
allocation:runs             overseers                         | overseers
allocation:compare          overseers                         | -
allocation:what_if          lead                              | lead
allocation:prices           overseers                         | -
allocation:pins             overseers                         | -
allocation:unpin            -                                 | lead
allocation:pin              lead                              | lead
allocation:waiting          lead approver                     | -
allocation:run              overseers                         | -
allocation:progress         overseers                         | -
allocation:stop             -                                 | lead
allocation:publish          -                                 | approver
allocation:person           overseers                         | -
allocation:enough           overseers                         | -
allocation:panel            seers                             | -
allocation:mine             applicants                        | -
interviews:list             all-talkers                       | -
interviews:detail           talkers                           | interviewer
interviews:choose_time      cloud                             | cloud
interviews:seats            cloud                             | cloud
interviews:extra_time       -                                 | cloud
interviews:debrief          talkers                           | cloud
interviews:act              -                                 | cloud
interviews:day              all-talkers                       | -
interviews:day_rows         all-talkers                       | -
interviews:screen_address   -                                 | planners
interviews:step             -                                 | lead recruiter interviewer
interviews:screen           everybody                         | -
interviews:screen_numbers   everybody                         | -
interviews:turn             applicants                        | -
interviews:schedules        overseers                         | overseers
interviews:drop_out         lead                              | lead
interviews:schedules_waiting lead approver                    | -
interviews:schedule         overseers                         | -
interviews:schedule_loads   overseers                         | -
interviews:schedule_progress overseers                        | -
interviews:schedule_stop    -                                 | lead
interviews:schedule_approve -                                 | approver
interviews:schedule_ask     -                                 | lead
interviews:would_move       -                                 | owner
interviews:rounds           planners                          | -
interviews:new_round        planners                          | planners
interviews:round            cloud                             | cloud
interviews:invite           cloud                             | cloud
interviews:rooms            planners                          | -
interviews:new_room         planners                          | planners
interviews:room             planners                          | planners
interviews:drop_room        -                                 | planners
interviews:interviewers     planners                          | -
interviews:interviewer      lead recruiter interviewer        | lead recruiter interviewer
interviews:subscription     signed-in                         | signed-in
interviews:stop_subscription -                                | signed-in
interviews:feed             -                                 | -
interviews:free_time        outsider lead recruiter interviewer| outsider lead recruiter interviewer
interviews:drop_free_time   -                                 | interviewer
interviews:home_panel       interviewer                       | -
interviews:panel            talkers                           | -
interviews:mine             applicants                        | -
interviews:choose           owner                             | owner
interviews:cancel_mine      -                                 | owner
interviews:add_window       -                                 | applicants
interviews:drop_window      -                                 | owner
interviews:assessments      all-seers                         | -
interviews:new_assessment   lead                              | lead
interviews:assessment       seers                             | -
interviews:edit_assessment  lead                              | lead
interviews:new_sitting      lead                              | lead
interviews:invite_to_assessment cloud                         | cloud
interviews:assessment_results seers                           | -
interviews:sitting          lead                              | lead
interviews:call_off_sitting -                                 | lead
interviews:act_on_attempt   -                                 | cloud
interviews:assessment_panel seers                             | -
interviews:my_assessments   applicants                        | -
interviews:choose_sitting   owner                             | owner
interviews:cancel_attempt   -                                 | owner
interviews:consent          -                                 | owner
interviews:assessment_callback -                              | -
standin:create              -                                 | -
standin:take                everybody                         | everybody
screening:queue             planners                          | planners
screening:assign            -                                 | -
screening:share             planners                          | planners
screening:decide            -                                 | -
screening:drop              -                                 | lead recruiter approver
screening:reading           reviewer                          | reviewer
screening:review            reviewer                          | reviewer
screening:autosave          -                                 | reviewer
screening:recuse            reviewer                          | reviewer
screening:rubrics           staff                             | staff
screening:rubric_new        lead                              | lead
screening:rubric_default    -                                 | lead
screening:rubric            staff                             | staff
screening:rubric_edit       lead                              | lead
screening:rubric_copy       -                                 | lead
screening:rubric_choose     -                                 | lead
screening:rubric_drop       -                                 | lead
screening:criterion_new     lead                              | lead
screening:criterion         lead                              | lead
screening:criterion_remove  -                                 | lead
screening:releases          approver                          | approver
screening:panel             desk                              | desk
screening:home_reading      reviewer                          | reviewer
screening:home_deciding     planners                          | planners
screening:home_releasing    approver                          | approver
applications:mine           signed-in                         | signed-in
applications:notice         signed-in                         | signed-in
applications:form           signed-in                         | signed-in
applications:autosave       -                                 | signed-in
applications:eligibility    -                                 | signed-in
applications:openings       signed-in                         | signed-in
applications:submit         -                                 | signed-in
applications:resume         applicants                        | applicants
applications:own_resume     applicants                        | applicants
applications:status         applicants                        | applicants
applications:withdraw       applicants                        | applicants
applications:reopen         -                                 | applicants
applications:contest        -                                 | applicants
applications:list           staff                             | staff
applications:detail         readers                           | readers
applications:history        readers                           | readers
applications:file           readers                           | readers
applications:preview        readers                           | readers
applications:admit          -                                 | lead
applications:complete       lead                              | lead
applications:answer         lead approver                     | lead approver
console                     console                           | console
planning:intake_new         lead stranger                     | lead stranger
planning:overview           staff                             | staff
planning:calendar           staff                             | staff
planning:intake_move         -                                 | lead
planning:people              lead                              | lead
planning:withdraw_role       -                                 | lead
planning:positions          staff                             | staff
planning:position_new       planners                          | planners
planning:position           insiders                          | insiders
planning:position_move      -                                 | cloud
planning:position_remove    -                                 | cloud
planning:targets            staff                             | staff
planning:target_new         lead                              | lead
planning:target             lead                              | lead
planning:target_remove      -                                 | lead
planning:import             lead                              | lead
planning:import_confirm     lead                              | lead
planning:parts              staff                             | staff
planning:part_new           lead                              | lead
planning:part               lead                              | lead
planning:part_remove        -                                 | lead
careers:home                everybody                         | -
careers:robots              everybody                         | -
careers:sitemap             everybody                         | -
careers:list                everybody                         | -
careers:position            everybody                         | -
careers:how_to_apply        everybody                         | -
careers:news                everybody                         | -
careers:about               everybody                         | -
"""


def who(words: str) -> frozenset[str]:
    """The roles that a cell names: groups and single roles."""
    return frozenset[str]().union(*(GROUPS.get(word, frozenset({word})) for word in words.split()))


def expected() -> dict[str, dict[str, frozenset[str]]]:
    """{address: {"get": roles, "post": roles}}"""
    table = {}
    for line in TABLE.strip().splitlines():
        name, _space, cells = line.partition(" ")
        reads, _bar, sends = cells.partition("|")
        table[name] = {"get": who(reads), "post": who(sends)}
    return table
