using Alerting.Alerts;
using Alerting.Thresholds;

namespace Alerting.Notifications.Grouping;

/// <summary>
/// The stage for whoever wants one alarm a story. Nothing waits for what may follow: the first that is matched of a story is
/// told. Beside an open alert that was told, others of the story are told where they are graver, and any where its judged value
/// rises by half. Whoever was told of an alert is told its end; the end of another is told if it comes after that of the first.
/// The rest is grouped. Revisions are read in the order of the ledger; changes nothing, see <see cref="Changes"/>.
/// </summary>
internal sealed class StoryGrouping(ToldStories told)
{
    /// <summary>A value that has risen so many times is news.</summary>
    private const double MuchMore = 1.5;

    private readonly Dictionary<string, ToldStory?> _changed = new(StringComparer.Ordinal);

    /// <summary>What became of the stories that the revisions were of.</summary>
    public IReadOnlyList<StoryChange> Changes => [.. _changed.Select(static change => new StoryChange(change.Key, change.Value))];

    /// <summary>The alert into which a revision that the subscription matches is grouped; null when it is told.</summary>
    /// <param name="revision">The next in the ledger.</param>
    /// <param name="wasTold">Whether the subscription was told of its alert before.</param>
    public string? IntoOf(Alert revision, bool wasTold)
    {
        if (Find(revision.Story) is not { } story)
        {
            return null;
        }

        var known = story.Find(revision.AlertId);
        var isTold = known?.IsTold ?? wasTold;
        if (EndOf(revision) is { } ended)
        {
            return isTold || (story.FirstEndedAt != 0 && ended > story.FirstEndedAt) ? null : story.First;
        }

        if (isTold)
        {
            return revision.Change != AlertChange.Updated || known is null || IsNews(revision, known) ? null : revision.AlertId;
        }

        if (known is not null && Rises(revision, known))
        {
            return null;
        }

        // An alert that was not told as long as another covered it is still not told by a mere update when that has ended.
        return story.Covering(revision.Severity)?.AlertId
            ?? (known is not null && revision.Severity <= known.Severity ? story.First : null);
    }

    /// <summary>Goes past a revision.</summary>
    /// <param name="revision">The one that was asked about last.</param>
    /// <param name="isMatched">Whether the subscription matches it.</param>
    /// <param name="into">What the answer was.</param>
    public void Pass(Alert revision, bool isMatched, string? into)
    {
        var story = Find(revision.Story);
        if (EndOf(revision) is { } ended)
        {
            if (story?.Find(revision.AlertId) is not null)
            {
                _changed[revision.Story] = story.Without(revision.AlertId, ended);
            }
        }
        else if (isMatched)
        {
            story ??= new ToldStory(revision.AlertId, 0, revision.Seq, []);
            var alert = After(story.Find(revision.AlertId), revision, isTold: into is null);
            _changed[revision.Story] = story.With(alert) with
            {
                FirstEndedAt = revision.AlertId == story.First ? 0 : story.FirstEndedAt,
            };
        }
    }

    private static StoryAlert After(StoryAlert? known, Alert revision, bool isTold)
    {
        var value = JudgedOf(revision);
        return known is null ? new StoryAlert(revision.AlertId, revision.Seq, isTold, revision.Severity, value, value)
            : isTold ? known with { IsTold = true, Severity = revision.Severity, Told = value, Last = value }
            : known with { Last = value };
    }

    private static bool IsNews(Alert revision, StoryAlert known) => revision.Severity != known.Severity || Rises(revision, known);

    /// <summary>Whether the judged value has risen by half since the last revision or since it was told; a level at all.</summary>
    private static bool Rises(Alert revision, StoryAlert known)
    {
        var value = JudgedOf(revision);
        var before = Math.Min(known.Told, known.Last);
        return value > before && (revision.Measure.Name == Measure.Level || value >= MuchMore * before);
    }

    /// <summary>When the alert ended, UTC ticks; null while it is open.</summary>
    private static long? EndOf(Alert revision) =>
        revision.Status == AlertStatus.Open ? null : (revision.EndedAt ?? revision.UpdatedAt).UtcTicks;

    private static double JudgedOf(Alert revision) =>
        revision.Measure.Count == Counting.Certain ? revision.Measure.Certain : revision.Measure.Value;

    private ToldStory? Find(string story) => _changed.TryGetValue(story, out var changed) ? changed : told.Find(story);
}
