namespace Alerting.Storage.Redis;

/// <summary>Chooses how many entries to ask for, so that a page has about a mebibyte, going by the size of the previous ones.</summary>
internal sealed class PageSize
{
    private const long PageBytes = 1 << 20;
    private const int MinimumEntries = 1;
    private const int FirstEntries = 16;
    private const int MaximumEntries = 4_096;

    private long _entries;
    private long _bytes;

    public int Entries => _entries == 0
        ? FirstEntries
        : (int)Math.Clamp(PageBytes * _entries / Math.Max(_bytes, 1), MinimumEntries, MaximumEntries);

    public void Count(int bytes)
    {
        _entries++;
        _bytes += bytes;
    }
}
