namespace Alerting.Engine.Windows;

/// <summary>
/// Finds positions of a timeline that move forward a little from call to call, as the start of a window does, by walking
/// from the last one.
/// </summary>
internal sealed class TimelineWalks(Timeline timeline)
{
    private Walk _inOrder = Walk.None;

    /// <summary>For what comes late, which does not send the other one back.</summary>
    private Walk _late = Walk.None;

    /// <summary>Whether the last position was found for what comes late.</summary>
    private bool _isLate;

    /// <summary>The first entry after an instant, found by walking from the last position.</summary>
    public Timeline.Position Forward(long after)
    {
        const int MaxSteps = 16;
        _isLate = after < _inOrder.After;
        var (position, from) = _isLate ? _late : _inOrder;
        var steps = position.Chunk < 0 || after < from ? MaxSteps : 0;
        while (steps < MaxSteps && !timeline.IsEnd(position) && timeline.At(position) <= after)
        {
            position = timeline.Next(position);
            steps++;
        }

        if (steps == MaxSteps)
        {
            position = timeline.UpperBound(after);
        }

        WalkedTo(position, after);
        return position;
    }

    /// <summary>Records that a walk from the position found last has come to this one: the first entry after this instant.</summary>
    public void WalkedTo(Timeline.Position position, long after)
    {
        // The position after the last entry moves with the next append, so it is not kept.
        (_isLate ? ref _late : ref _inOrder) = new Walk(timeline.IsEnd(position) ? Walk.None.Position : position, after);
    }

    /// <summary>Entries of this chunk have moved, and maybe the chunks after it.</summary>
    public void ForgetFrom(int chunk)
    {
        _inOrder = _inOrder.Position.Chunk >= chunk ? _inOrder with { Position = Walk.None.Position } : _inOrder;
        _late = _late.Position.Chunk >= chunk ? _late with { Position = Walk.None.Position } : _late;
    }

    /// <param name="Position">The last position found; chunk -1 when the next one must be searched for.</param>
    /// <param name="After">For which instant.</param>
    private readonly record struct Walk(Timeline.Position Position, long After)
    {
        public static Walk None => new(new Timeline.Position(-1, 0), long.MinValue);
    }
}
