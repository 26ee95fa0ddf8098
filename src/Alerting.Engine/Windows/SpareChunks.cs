using Alerting.Engine.Incidents;

namespace Alerting.Engine.Windows;

/// <summary>Trimmed chunks of a timeline, to be used again: as fast as a window moves on, as many are needed as go.</summary>
internal sealed class SpareChunks(IncidentTable table, bool measured)
{
    private readonly Stack<TimelineChunk> _spare = [];

    /// <summary>An empty chunk of full size.</summary>
    public TimelineChunk Take() =>
        _spare.TryPop(out var chunk) ? chunk : new TimelineChunk(table, measured, TimelineChunk.MaxSize);

    /// <summary>Keeps some of the first chunks, which go, for later: never more than stay.</summary>
    public void Keep(List<TimelineChunk> chunks, int gone)
    {
        var most = chunks.Count - gone;
        for (var i = 0; i < gone && _spare.Count < most; i++)
        {
            if (chunks[i].IsFullSize)
            {
                chunks[i].Clear();
                _spare.Push(chunks[i]);
            }
        }

        while (_spare.Count > most)
        {
            _spare.Pop();
        }
    }
}
