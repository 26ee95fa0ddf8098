using System.Numerics;

namespace Alerting.Engine.Windows;

/// <summary>
/// Numbers of rows, a bit each: rows are numbered without gaps worth mentioning. Ten thresholds over incidents that have left
/// their windows allocate 1,090 B a report with it, 1,760 with a HashSet (engine benchmark, 10 in the window).
/// </summary>
internal sealed class RowSet
{
    private const int WordBits = 6;

    private ulong[] _words = [];

    /// <summary>The rows in ascending order; the set must not change meanwhile.</summary>
    public IEnumerable<int> Rows
    {
        get
        {
            for (var word = 0; word < _words.Length; word++)
            {
                for (var bits = _words[word]; bits != 0; bits &= bits - 1)
                {
                    yield return (word << WordBits) + BitOperations.TrailingZeroCount(bits);
                }
            }
        }
    }

    public void Add(int row)
    {
        var word = row >> WordBits;
        if (word >= _words.Length)
        {
            Array.Resize(ref _words, Math.Max(word + 1, _words.Length * 2));
        }

        _words[word] |= 1UL << row;
    }

    /// <summary>False when it was not there.</summary>
    public bool Remove(int row)
    {
        var word = row >> WordBits;
        var bit = 1UL << row;
        if (word >= _words.Length || (_words[word] & bit) == 0)
        {
            return false;
        }

        _words[word] ^= bit;
        return true;
    }

    public void UnionWith(RowSet other)
    {
        if (other._words.Length > _words.Length)
        {
            Array.Resize(ref _words, other._words.Length);
        }

        for (var word = 0; word < other._words.Length; word++)
        {
            _words[word] |= other._words[word];
        }
    }

    public void Clear() => _words = [];
}
