"""A simulated world on disk, streamed piece by piece; whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from outcomelab.errors import UsageError
from outcomelab.on_disk import whole_folder
from outcomelab.simulate.dictionaries import dictionary, study
from outcomelab.simulate.settings import FIRST, Simulation
from outcomelab.simulate.tables import Tables


@dataclass(frozen=True)
class Piece:
    """One piece of the population: the ministries' tables, each programme's list of them, and the truth."""

    ministries: dict[str, Tables]
    listed: dict[str, pa.Table]
    effects: pa.Table
    persons: pa.Table


@dataclass(frozen=True)
class Written:
    """Where a world is, and how large: persons, rows of all tables but the registers, and who takes part."""

    folder: Path
    persons: int
    events: int
    participants: int


@dataclass
class Sink:
    """Open files of one world. Tables are appended to as the pieces come."""

    folder: Path
    target: Path
    world: Simulation
    writers: dict[Path, pq.ParquetWriter] = field(default_factory=dict)
    listed: dict[str, list[pa.Table]] = field(default_factory=dict)
    events: int = 0
    participants: int = 0

    def add(self, piece: Piece) -> None:
        """Append a piece."""
        for ministry, known in piece.ministries.items():
            for name, table in known.tables.items():
                self._append(self.folder / "ministries" / ministry / f"{name}.parquet", table)
                self.events += table.num_rows if name != "persons" else 0
        self._append(self.folder / "truth" / "persons.parquet", piece.persons)
        self._append(self.folder / "truth" / "effects.parquet", piece.effects)
        for name, table in piece.listed.items():
            self.listed.setdefault(name, []).append(table)
        self.participants += piece.effects.num_rows

    def finished(self) -> Written:
        """Close everything and write the lists, the dictionaries, the studies and the settings."""
        self.close()
        for name, tables in self.listed.items():
            self._list(name, pa.concat_tables(tables))
        for ministry in sorted(
            {path.parent.name for path in self.writers if path.parent.parent.name == "ministries"}
        ):
            text = json.dumps(dictionary(ministry, self.world), indent=1) + "\n"
            (self.folder / "ministries" / ministry / f"{ministry}.json").write_text(text)
        (self.folder / "truth" / "settings.json").write_text(self.world.model_dump_json(indent=1) + "\n")
        return Written(self.target, self.world.persons, self.events, self.participants)

    def _list(self, programme: str, everyone: pa.Table) -> None:
        """A programme's list, who stands in which of its rows, and a study of it; the first's names are plain."""
        provider, after = self.folder / "provider", ""
        if programme != FIRST:
            provider, after = provider / programme, f"-{programme}"
        provider.mkdir(parents=True, exist_ok=True)
        pa_csv.write_csv(everyone.drop_columns(["person"]), provider / "participants.csv")
        rows = pa.array(range(2, everyone.num_rows + 2), pa.int64())
        who = pa.table({"row": rows, "person": everyone["person"]})
        pq.write_table(who, self.folder / "truth" / f"list{after}.parquet")
        (self.folder / f"study{after}.toml").write_text(study(self.world, programme))

    def close(self) -> None:
        """Close the files."""
        for writer in self.writers.values():
            writer.close()

    def abandon(self) -> None:
        """Let go of files that cannot be finished."""
        for writer in self.writers.values():
            with suppress(OSError):
                writer.close()
            writer.is_open = False  # or it would try again when it is forgotten, and complain

    def _append(self, path: Path, table: pa.Table) -> None:
        if path not in self.writers:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.writers[path] = pq.ParquetWriter(path, table.schema, compression="zstd", compression_level=1)
        self.writers[path].write_table(table)


@contextmanager
def making(folder: Path, world: Simulation) -> Iterator[Sink]:
    """A sink for a world that appears as `folder` when all of it is there, and leaves nothing otherwise."""
    try:
        with whole_folder(folder) as stage:
            sink = Sink(stage, folder, world)
            try:
                yield sink
            finally:
                sink.abandon()
    except FileExistsError:
        raise UsageError(f"{folder} has something in it already. Choose a new folder.") from None
    except OSError:
        raise UsageError(f"{folder} cannot be written. Check the folder and the space left on the disk.") from None
