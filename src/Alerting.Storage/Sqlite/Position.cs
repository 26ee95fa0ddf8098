namespace Alerting.Storage.Sqlite;

/// <summary>
/// Log and sequence in one integer, the key of the entries: log id above, sequence in the lower 41 bits. That is room
/// for 4 million logs, and in each for 3,000 entries a second through 23 years.
/// </summary>
internal static class Position
{
    public const long MaximumLogId = (1L << (63 - SequenceBits)) - 1;
    public const long MaximumSequence = (1L << SequenceBits) - 1;

    private const int SequenceBits = 41;

    public static long Of(long logId, long sequence) => (logId << SequenceBits) | sequence;

    public static long Sequence(long position) => position & MaximumSequence;
}
