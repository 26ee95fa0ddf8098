namespace Alerting.Engine.Incidents;

/// <summary>
/// The rule by which a number is appended to the incident id <c>{source}:{reportId}</c> where another incident has
/// that id. Ids are not logged but derived again, so the log records the rule with the report and a replay uses the
/// same.
/// </summary>
public enum IdSuffix
{
    /// <summary>The smallest free number, 2 or more.</summary>
    NextFree = 0,

    /// <summary>The smallest free number from the report's revision on. Older logs were written under this rule.</summary>
    Revision = 1,
}
