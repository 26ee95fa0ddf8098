namespace Alerting.Engine.Windows;

// Places that from call to call move forward a little, as the start of a window does: found by walking there.
internal sealed partial class Timeline
{
    /// <summary>Where the walk was last, and for which instant; chunk -1 when it must search.</summary>
    private Position _forward = new(-1, 0);
    private long _forwardAt;

    /// <summary>First entry after an instant; the walk goes on from there, or from where <see cref="WalkedTo"/> says.</summary>
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

    /// <summary>Notes that this is the first entry after an instant.</summary>
    public void WalkedTo(Position position, long after)
    {
        // What is the end now is none after the next append.
        _forward = IsEnd(position) ? new Position(-1, 0) : position;
        _forwardAt = after;
    }
}
