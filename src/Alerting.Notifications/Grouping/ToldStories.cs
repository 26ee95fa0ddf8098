namespace Alerting.Notifications.Grouping;

/// <summary>
/// The stories of which a subscription was told something and that are not over. A story is forgotten with the end of its last
/// alert, so there are never more than open alerts.
/// </summary>
internal sealed class ToldStories
{
    private readonly Dictionary<string, ToldStory> _stories = new(StringComparer.Ordinal);

    public ToldStory? Find(string story) => _stories.GetValueOrDefault(story);

    public void Apply(IEnumerable<StoryChange> changes)
    {
        foreach (var (story, now) in changes)
        {
            if (now is null)
            {
                _stories.Remove(story);
            }
            else
            {
                _stories[story] = now;
            }
        }
    }

    /// <summary>The ledger is read again from there on: what was known of later revisions is not known yet.</summary>
    /// <param name="readTo">Up to and including this seq nothing is read again.</param>
    public void Rewind(long readTo)
    {
        foreach (var (story, told) in _stories.ToList())
        {
            var left = told.Alerts.Where(alert => alert.Since <= readTo).ToList();
            if (told.Since > readTo || left.Count == 0)
            {
                _stories.Remove(story);
            }
            else
            {
                _stories[story] = told with { Alerts = left };
            }
        }
    }

    /// <summary>A revision of an alert that was grouped is told after all.</summary>
    /// <returns>Whether the alert is open.</returns>
    public bool Tell(string alertId)
    {
        foreach (var (story, told) in _stories)
        {
            if (told.Find(alertId) is { } alert)
            {
                _stories[story] = told.With(alert with { IsTold = true });
                return true;
            }
        }

        return false;
    }

    public void Clear() => _stories.Clear();

    public ToldStories Copy()
    {
        var copy = new ToldStories();
        copy.Apply(ToSnapshot());
        return copy;
    }

    /// <summary>What there is, by story.</summary>
    public List<StoryChange> ToSnapshot() =>
        [.. _stories.OrderBy(static s => s.Key, StringComparer.Ordinal).Select(static s => new StoryChange(s.Key, s.Value))];
}
