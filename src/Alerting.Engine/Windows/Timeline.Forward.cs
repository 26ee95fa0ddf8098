namespace Alerting.Engine.Windows;

// Finds positions that move forward a little from call to call, as the start of a window does, by walking from the
// last one.
internal sealed partial class Timeline
{
    /// <summary>The last position found, and for which instant; chunk -1 when the next one must be searched for.</summary>
    private Position _forward = new(-1, 0);
    private long _forwardAt;

    /// <summary>The first entry after an instant, found by walking from the last position.</summary>
    public Position Forward(long after)
    {
        const int MaxSteps = 16;
        var position = _forward;
        var steps = position.Chunk < 0 || after < _forwardAt ? MaxSteps : 0;
        while (steps < MaxSteps && !IsEnd(position) && At(position) <= after)
        {
            position = Next(position);
            steps++;
        }

        if (steps == MaxSteps)
        {
            position = UpperBound(after);
        }

        WalkedTo(position, after);
        return position;
    }

    /// <summary>Records a position found otherwise: it is the first entry after this instant.</summary>
    public void WalkedTo(Position position, long after)
    {
        // The position after the last entry moves with the next append, so it is not kept.
        _forward = IsEnd(position) ? new Position(-1, 0) : position;
        _forwardAt = after;
    }
}
