namespace Alerting.Cli;

/// <summary>Where commands read and write besides their files.</summary>
internal sealed record CliConsole(Func<Stream> Input, Func<Stream> Output, TextWriter Error)
{
    public static CliConsole Standard { get; } = new(Console.OpenStandardInput, Console.OpenStandardOutput, Console.Error);
}
