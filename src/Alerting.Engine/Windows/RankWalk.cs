namespace Alerting.Engine.Windows;

/// <summary>Finds the ranks of instants that mostly ascend, by walking from the previous one.</summary>
internal struct RankWalk(Timeline timeline)
{
    private Timeline.Position _position;
    private long _rank = -1;
    private long _at;

    /// <summary>Number of entries at or before <paramref name="at"/>.</summary>
    public long Rank(long at)
    {
        if (_rank < 0 || at < _at)
        {
            _position = timeline.UpperBound(at);
            _rank = timeline.IsEnd(_position) ? timeline.Count : timeline.RankOf(_position);
        }

        _at = at;
        var chunks = timeline.Chunks;
        while (_position.Chunk < chunks.Count)
        {
            var chunk = chunks[_position.Chunk];
            if (chunk.LastAt <= at)
            {
                _rank += chunk.Count - _position.Index;
                _position = new Timeline.Position(_position.Chunk + 1, 0);
            }
            else if (chunk.At[_position.Index] <= at)
            {
                _rank++;
                _position = _position with { Index = _position.Index + 1 };
            }
            else
            {
                break;
            }
        }

        return _rank;
    }
}
