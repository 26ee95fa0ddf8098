namespace Alerting.Server.Regions;

/// <summary>The board as of one request: every change that was answered as durable before the request began is in it.</summary>
/// <param name="board">What is known of regions.</param>
/// <param name="codes">Of the regions that have something to show, and those above them; in ordinal order.</param>
/// <param name="heads">How far their logs have got; null where the process is alone and its stamps tell.</param>
internal sealed class BoardReading(RegionBoard board, IReadOnlyList<string> codes, IReadOnlyDictionary<string, long>? heads)
{
    /// <summary>Codes of the regions that have something to show, and of those above them, in ordinal order.</summary>
    public IReadOnlyList<string> Codes => codes;

    /// <summary>The state of a region where it is known without asking it; else null.</summary>
    public ShownRegion? Find(string code) => board.Find(code, heads?.GetValueOrDefault(code));

    /// <summary>The state of a region; most are known without asking it.</summary>
    public ValueTask<ShownRegion> ShowAsync(string code) => board.ShowAsync(code, heads?.GetValueOrDefault(code));
}
