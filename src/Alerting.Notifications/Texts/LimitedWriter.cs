namespace Alerting.Notifications.Texts;

/// <summary>Keeps what is written to it, up to a limit.</summary>
internal sealed class LimitedWriter : StringWriter
{
    /// <summary>Characters.</summary>
    public const int MaxLength = 64 * 1_024;

    public LimitedWriter()
        : base(System.Globalization.CultureInfo.InvariantCulture)
    {
    }

    public override void Write(char value)
    {
        EnsureRoom(1);
        base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        EnsureRoom(count);
        base.Write(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        EnsureRoom(buffer.Length);
        base.Write(buffer);
    }

    public override void Write(string? value)
    {
        EnsureRoom(value?.Length ?? 0);
        base.Write(value);
    }

    private void EnsureRoom(int count)
    {
        if (GetStringBuilder().Length + count > MaxLength)
        {
            throw new InvalidOperationException($"More than {MaxLength} characters are written.");
        }
    }
}
