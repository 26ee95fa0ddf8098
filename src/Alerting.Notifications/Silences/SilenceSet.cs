using Alerting.Silences;
using Alerting.Thresholds;

namespace Alerting.Notifications.Silences;

/// <summary>The silences there are. Safe for concurrent use.</summary>
/// <param name="silences">By id.</param>
/// <param name="isWithin">Whether a region (first) is another one (second) or lies in it.</param>
internal sealed class SilenceSet(IReadOnlyList<(string Id, Silence Silence)> silences, Func<string, string, bool> isWithin)
{
    private readonly Lock _gate = new();

    /// <summary>Of each silence, when it was looked at and the window that it had or was to have; null: none any more.</summary>
    private readonly (long At, (long From, long To)? Window)[] _windows = new (long, (long, long)?)[silences.Count];

    private volatile ActiveSilences? _known;

    /// <summary>None at all.</summary>
    public static SilenceSet None { get; } = new([], static (_, _) => false);

    /// <summary>Those that hold at an instant, UTC ticks.</summary>
    public ActiveSilences At(long now)
    {
        if (_known is { } known && known.From <= now && now < known.Until)
        {
            return known;
        }

        lock (_gate)
        {
            return _known = Find(now);
        }
    }

    private ActiveSilences Find(long now)
    {
        var active = new List<(string Id, Silence Silence)>();
        var until = long.MaxValue;
        for (var i = 0; i < silences.Count; i++)
        {
            if (WindowAt(i, now) is not { } window)
            {
                continue;
            }

            var isActive = window.From <= now;
            until = Math.Min(until, isActive ? window.To : window.From);
            if (isActive)
            {
                active.Add(silences[i]);
            }
        }

        return new ActiveSilences(active, isWithin) { From = now, Until = until };
    }

    /// <summary>Rules are followed anew only once their window is over, or where the clock was set back.</summary>
    private (long From, long To)? WindowAt(int index, long now)
    {
        ref var known = ref _windows[index];
        if (known.At == 0 || now < known.At || now >= known.Window?.To)
        {
            known = (now, silences[index].Silence.WindowAfter(now));
        }

        return known.Window;
    }
}

/// <summary>The silences that hold for a while.</summary>
/// <param name="silences">By id.</param>
/// <param name="isWithin">Whether a region (first) is another one (second) or lies in it.</param>
internal sealed class ActiveSilences(IReadOnlyList<(string Id, Silence Silence)> silences, Func<string, string, bool> isWithin)
{
    /// <summary>None, for good.</summary>
    public static ActiveSilences None { get; } = SilenceSet.None.At(0);

    /// <summary>From this instant on, UTC ticks.</summary>
    public required long From { get; init; }

    /// <summary>Up to this one, which is no more of it; <see cref="long.MaxValue"/>: for good.</summary>
    public required long Until { get; init; }

    /// <summary>Id of a silence that holds such an alert back; null when there is none.</summary>
    /// <param name="region">Code of the region of the alert.</param>
    public string? Over(string region, string threshold, Severity severity)
    {
        foreach (var (id, silence) in silences)
        {
            if (severity <= silence.MaxSeverity
                && (silence.Thresholds.Count == 0 || silence.Thresholds.Contains(threshold))
                && (silence.Regions.Count == 0 || IsWithinAny(region, silence.Regions)))
            {
                return id;
            }
        }

        return null;
    }

    private bool IsWithinAny(string region, IReadOnlyList<string> roots)
    {
        foreach (var root in roots)
        {
            if (root == "*" || isWithin(region, root))
            {
                return true;
            }
        }

        return false;
    }
}
