using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Alerting.Cli.CommandLine;
using Alerting.Client;

namespace Alerting.Cli.Server;

/// <summary>A command that asks a server: with its address, a key and how the answer is shown.</summary>
internal abstract class ServerCommand : Command
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Option<string?> _url = ValueOption.Text(
        "--url", "URL", $"The server, e.g. http://127.0.0.1:5080; unless stated the environment variable {CliEnvironment.UrlVariable}");

    private readonly Option<string?> _key = ValueOption.Text(
        "--key", "KEY", $"The key; better in the environment variable {CliEnvironment.KeyVariable}, which others do not see");

    private readonly Option<OutputFormat?> _output = ValueOption.OneOf<OutputFormat>(
        "--output", "How the answer is shown; a table unless stated");

    private readonly CliConsole _console;

    protected ServerCommand(string name, string description, CliConsole console, CliEnvironment environment)
        : base(name, description)
    {
        (_console, Environment) = (console, environment);
        Add(_url);
        Add(_key);
        Add(_output);
        SetAction(async (parsed, cancellationToken) =>
        {
            await AskAsync(parsed, cancellationToken);
            return ExitCodes.Done;
        });
    }

    protected CliEnvironment Environment { get; }

    /// <summary>Asks the server, and writes what it answers.</summary>
    protected abstract Task RunAsync(AlertingClient server, ParseResult parsed, CancellationToken cancellationToken);

    /// <summary>Writes what the command answers, as it is asked for.</summary>
    protected ItemWriter<T> Writer<T>(ParseResult parsed, JsonTypeInfo<T> type, params IReadOnlyList<Column<T>> columns) =>
        new(_console.Output(), parsed.GetValue(_output) ?? OutputFormat.Table, type, columns);

    /// <summary>Whether the answer is to be read by people, and not by programs.</summary>
    protected bool IsForPeople(ParseResult parsed) => (parsed.GetValue(_output) ?? OutputFormat.Table) == OutputFormat.Table;

    /// <summary>Writes a text as it is.</summary>
    protected async Task WriteTextAsync(string text, CancellationToken cancellationToken)
    {
        await using var output = _console.Output();
        await output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    private async Task AskAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var address = AddressOf(parsed.GetValue(_url) ?? Environment.Url);
        var key = parsed.GetValue(_key) ?? Environment.Key
            ?? throw new UsageException($"A key is needed: --key, or the environment variable {CliEnvironment.KeyVariable}.");

        // Where a redirect leads is for people to decide.
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = address, Timeout = s_patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        try
        {
            await RunAsync(new AlertingClient(http), parsed, cancellationToken);
        }
        catch (ProblemException problem)
        {
            throw new CommandFailedException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{address} refused with {(int)problem.Status} {problem.Problem.Title}: {problem.Problem.Detail}"),
                problem);
        }
        catch (JsonException exception)
        {
            throw new CommandFailedException($"{address} did not answer as a server of this kind does.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new CommandFailedException(
                $"{address} cannot be reached or broke off: {exception.GetBaseException().Message}", exception);
        }
    }

    private static Uri AddressOf(string? text) =>
        text is null ? throw new UsageException($"Name the server: --url, or the environment variable {CliEnvironment.UrlVariable}.")
        : Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw new UsageException($"The server must be an http or https address such as http://127.0.0.1:5080, not '{text}'.");
}
