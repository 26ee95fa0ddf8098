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
        const int Most = 16;
        var position = _forward;
        var steps = position.Chunk < 0 || after < _forwardAt ? Most : 0;
        while (steps < Most && !IsEnd(position) && At(position) <= after)
        {
            position = Next(position);
            steps++;
        }

        if (steps == Most)
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

    /// <summary>Sum of the values of the entries in (after, through].</summary>
    public long SumForward(long after, long through, bool untoldOnly)
    {
        long sum = 0;
        var (number, index) = Forward(after);
        for (; number < _chunks.Count; number++, index = 0)
        {
            var chunk = _chunks[number];
            for (; index < chunk.Count && chunk.At[index] <= through; index++)
            {
                sum += untoldOnly && chunk.Told[index] ? 0 : chunk.Value[index];
            }

            if (index < chunk.Count)
            {
                break;
            }
        }

        WalkedTo(new Position(number, index), through);
        return sum;
    }
}
