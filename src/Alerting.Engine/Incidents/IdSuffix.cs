namespace Alerting.Engine.Incidents;

/// <summary>
/// What is appended to the id <c>{source}:{reportId}</c> of an incident where another incident has it. Ids are not
/// logged but follow from the reports again, so a report that was logged under one rule is replayed under the same.
/// </summary>
public enum IdSuffix
{
    /// <summary>The smallest free number, 2 or more.</summary>
    NextFree = 0,

    /// <summary>The smallest free number from the report's revision on: as ids were given before <see cref="NextFree"/>.</summary>
    Revision = 1,
}
