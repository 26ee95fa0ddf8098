using Alerting.Incidents;

namespace Alerting.Engine.Regions;

/// <summary>The changes of several entries of a log that go to the region above in one roll-up.</summary>
public static class RollUpChanges
{
    /// <summary>
    /// Only the last version of each incident, with the last cause and the last story of those that are left out: what
    /// corrected it must be named, and the alerts that it raised are not another story because a roll-up was under way.
    /// </summary>
    /// <param name="changes">Whole entries of the log, in order; may be the result.</param>
    public static IReadOnlyList<IncidentChange> LastVersions(IReadOnlyList<IncidentChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);

        // A change without a cause is the first version of an incident, so without any cause no incident can occur twice.
        if (!AnyCause(changes))
        {
            return changes;
        }

        var last = new Dictionary<(string Region, string Id), int>(changes.Count);
        for (var i = 0; i < changes.Count; i++)
        {
            last[(changes[i].Region, changes[i].IncidentId)] = i;
        }

        return last.Count == changes.Count ? changes : Keep(changes, last);
    }

    private static List<IncidentChange> Keep(
        IReadOnlyList<IncidentChange> changes, Dictionary<(string Region, string Id), int> last)
    {
        var kept = new List<IncidentChange>(last.Count);
        var earlier = new Dictionary<(string Region, string Id), (string? Cause, string? Story)>();
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            var key = (change.Region, change.IncidentId);
            if (earlier.TryGetValue(key, out var before))
            {
                change = change with { Cause = change.Cause ?? before.Cause, Story = change.Story ?? before.Story };
            }

            if (last[key] == i)
            {
                kept.Add(change);
            }
            else
            {
                earlier[key] = (change.Cause, change.Story);
            }
        }

        return kept;
    }

    private static bool AnyCause(IReadOnlyList<IncidentChange> changes)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            if (changes[i].Cause is not null)
            {
                return true;
            }
        }

        return false;
    }
}
